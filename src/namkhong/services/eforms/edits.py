"""What an official does to a form she designs: one frozen value for each thing she can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from namkhong.services.eforms.types import Kind

Conditions: TypeAlias = Mapping[str, list[str | bool]]


@dataclass(frozen=True, slots=True)
class EditHead:
    """The name of the form, its legal basis and what is to be confirmed."""

    title: str
    legal_basis: tuple[str, ...] = ()
    to_be_confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddSection:
    """A new page with its first question; last, or after another."""

    title: str
    label: str
    kind: Kind
    after: str = ""


@dataclass(frozen=True, slots=True)
class EditSection:
    """The words of a page and when it is asked."""

    code: str
    title: str
    intro: str = ""
    show_if: Conditions = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MoveSection:
    """A page up (-1) or down (1)."""

    code: str
    by: int


@dataclass(frozen=True, slots=True)
class JoinSection:
    """The questions of a page go to the end of the page before it."""

    code: str


@dataclass(frozen=True, slots=True)
class RemoveSection:
    """A page with all its questions."""

    code: str


@dataclass(frozen=True, slots=True)
class AddQuestion:
    """A new question, last on its page or after another."""

    section: str
    label: str
    kind: Kind
    after: str = ""


@dataclass(frozen=True, slots=True)
class EditQuestion:
    """Everything said of a question but its name; ``column`` names a column of the table ``name``."""

    name: str
    settings: Mapping[str, Any]
    column: str = ""


@dataclass(frozen=True, slots=True)
class MoveQuestion:
    """A question (or a column of a table) up (-1) or down (1) among its neighbours."""

    name: str
    by: int
    column: str = ""


@dataclass(frozen=True, slots=True)
class SendQuestion:
    """A question to the end of another page."""

    name: str
    section: str


@dataclass(frozen=True, slots=True)
class CopyQuestion:
    """The same question again, below."""

    name: str


@dataclass(frozen=True, slots=True)
class RemoveQuestion:
    """A question (or a column of a table) goes."""

    name: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class AddColumn:
    """A new column, the last of a table."""

    table: str
    label: str
    kind: Kind


Edit: TypeAlias = (
    EditHead
    | AddSection
    | EditSection
    | MoveSection
    | JoinSection
    | RemoveSection
    | AddQuestion
    | EditQuestion
    | MoveQuestion
    | SendQuestion
    | CopyQuestion
    | RemoveQuestion
    | AddColumn
)
