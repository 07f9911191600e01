"""The pages of a draft in order: the form's own, the papers, the check before sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.queries.drafts import takes_files
from namkhong.services.eforms import queries as forms
from namkhong.services.eforms.types import Answers, FormSpec
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import VersionCard

PAPERS: Final = "giay-to"
CHECK: Final = "kiem-tra"


@dataclass(frozen=True, slots=True)
class DraftPages:
    """One draft with its form, its answers and its pages in order."""

    draft: Dossier
    version: VersionCard
    spec: FormSpec | None
    answers: Answers | None

    @property
    def data(self) -> dict[str, Any]:
        """The answers so far."""
        return dict(self.answers.data) if self.answers else {}

    def pages(self) -> list[tuple[str, str]]:
        """(address part, title) of every page this draft has."""
        asked = forms.visible_sections(self.spec, self.data) if self.spec else []
        pages = [(section.code, section.title) for section in asked]
        if any(takes_files(component) for component in self.version.components):
            pages.append((PAPERS, _("Giấy tờ cần có")))
        return [*pages, (CHECK, _("Kiểm tra lại trước khi gửi"))]

    def place(self, section: str) -> int:
        """The place of a page; ``-1`` when this draft has no such page."""
        return next((index for index, (code, _title) in enumerate(self.pages()) if code == section), -1)

    def address(self, section: str) -> str:
        """The address of a page."""
        return reverse("draft", kwargs={"public_id": self.draft.public_id, "section": section})

    def after(self, section: str) -> str:
        """The address of the page after this one."""
        pages = self.pages()
        return self.address(pages[min(self.place(section) + 1, len(pages) - 1)][0])

    def before(self, section: str, *, official: bool) -> str:
        """The address of the page before this one; before the first, where this reader began or found the draft."""
        place = self.place(section)
        if place <= 0 and self.draft.owner_id is None:  # begun at a counter
            if not official:
                return reverse("my_dossiers")
            return reverse("counter_begin", kwargs={"code": self.version.code})
        if place <= 0:
            return reverse("start", kwargs={"code": self.version.code})
        return self.address(self.pages()[place - 1][0])


def pages_of(draft: Dossier) -> DraftPages:
    """The pages of a draft."""
    version = procedures.version(draft.procedure_version_id)
    answers = forms.answers(draft.answers_id) if draft.answers_id else None
    spec = forms.form_version(draft.form_version_id) if draft.form_version_id else None
    return DraftPages(draft, version, spec, answers)


def first_page(draft: Dossier) -> str:
    """Where to go on with a draft."""
    pages = pages_of(draft)
    return pages.address(pages.pages()[0][0])
