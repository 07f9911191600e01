"""What other rooms see of forms and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

FormVersionId = NewType("FormVersionId", int)


class Kind(StrEnum):
    """The kinds of question."""

    TEXT = "text"
    TEXTAREA = "textarea"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    PERSON = "person"  # full name, date of birth, personal number
    ADDRESS = "address"  # province, commune, detail
    PAST_ADDRESS = "past_address"  # as it was before 1 July 2025: province, district, commune, detail
    TABLE = "table"  # rows of simple questions
    FILE = "file"
    DECLARATION = "declaration"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be chosen."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """True when the answer to ``field`` is one of ``values``."""

    field: str
    values: tuple[str | bool, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    ``bind`` names where the answer is already known (``applicant.full_name``); ``fixed`` answers come from there and
    cannot be typed over. ``show_if``: asked only when every condition holds.
    """

    name: str
    kind: Kind
    label: str
    hint: str = ""
    required: bool = True
    max_length: int = 200
    minimum: int | str | None = None  # a number, or a day (``today`` is understood)
    maximum: int | str | None = None
    decimals: int = 0
    pattern: str = ""
    pattern_sentence: str = ""
    choices: tuple[Choice, ...] = ()
    bind: str = ""
    fixed: bool = False
    default: str = ""  # what stands in the field at first, when nothing is known; may be typed over
    show_if: tuple[Condition, ...] = ()
    autocomplete: str = ""
    inputmode: str = ""
    text: str = ""  # the sentence declared
    many: bool = False  # several files
    optional_parts: tuple[str, ...] = ()  # parts of a person or an address that may stay empty
    required_if: tuple[Condition, ...] = ()  # asked in any case, but needed only when every condition holds
    columns: tuple[Field, ...] = ()  # of a table
    min_rows: int = 0
    max_rows: int = 20

    @property
    def id(self) -> str:
        """The id of the field on the page."""
        return self.name.replace(".", "-")

    def cells(self, row: int) -> tuple[Field, ...]:
        """The questions of one row of a table, named as the page names them: ``children-0-full_name``."""
        return tuple(replace(column, name=f"{self.name}-{row}-{column.name}") for column in self.columns)

    def column(self, name: str) -> Field | None:
        """The column of a table with this name."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class Section:
    """One page of questions."""

    code: str
    title: str
    fields: tuple[Field, ...]
    intro: str = ""
    show_if: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class FormSpec:
    """One version of a form, with everything needed to ask and to check."""

    id: FormVersionId
    key: str
    version: int
    title: str
    valid_from: date
    valid_to: date | None
    sections: tuple[Section, ...]
    schema: Mapping[str, Any]
    legal_basis: tuple[str, ...] = ()
    to_be_confirmed: tuple[str, ...] = ()

    def section(self, code: str) -> Section | None:
        """The section with this code."""
        return next((section for section in self.sections if section.code == code), None)

    def field(self, name: str) -> Field | None:
        """The field with this name."""
        return next((item for section in self.sections for item in section.fields if item.name == name), None)


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far. ``data`` holds right answers as values and wrong ones as they were typed."""

    id: UUID
    form_version_id: FormVersionId
    owner_account_id: int
    data: Mapping[str, Any]
    locked: bool
    revisions: Mapping[str, int] = field(default_factory=dict)  # per section, for stale tabs
    updated_at: datetime | None = None

    def revision(self, section: str) -> int:
        """How often this section was saved; goes into the page as ``_revision``."""
        return self.revisions.get(section, 0)


@dataclass(frozen=True, slots=True)
class StepResult:
    """What came of saving a page.

    ``data`` is what to show again (everything typed, even when too long to keep); ``errors`` maps field ids to
    sentences; ``notes`` maps field ids to what the reader should know (an old place name explained);
    ``next_section`` is the page after this one, empty on the last; ``complete``: the whole form is right.
    """

    answers_id: UUID
    errors: Mapping[str, str]
    complete: bool
    next_section: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    revision: int = 0


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer in words, for "Kiểm tra lại trước khi gửi" and for officials."""

    section: str
    field: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class SummaryPart:
    """The answers of one page."""

    section: str
    title: str
    rows: tuple[SummaryRow, ...]
