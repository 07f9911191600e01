"""Drafts nobody sent go with answers and papers; copies of identity papers go from ended dossiers; all else stays."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from namkhong.foundation.audit import queries as audit
from namkhong.foundation.audit.models import Entry
from namkhong.foundation.audit.tests.factories import seal_within
from namkhong.foundation.files import queries as files
from namkhong.foundation.files.errors import NoSuchFile
from namkhong.foundation.notifications import queries as notices
from namkhong.foundation.retention import actions as retention
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import actions, queries
from namkhong.services.dossiers.actions import papers
from namkhong.services.dossiers.erasing import Drafts, IdentityPapers
from namkhong.services.dossiers.identity_papers import is_identity_paper
from namkhong.services.dossiers.models import Attachment, Dossier, Step
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, SYSTEM, Province
from namkhong.services.dossiers.types import NewFile
from namkhong.services.eforms.models import AnswerSet
from namkhong.services.procedures import queries as procedures

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]
GUARDIAN: Final = "1.004837"  # asks for a paper to upload
LONG_AFTER: Final = MONDAY + timedelta(days=1_826)


def _with_paper(world: Province) -> tuple[Dossier, UUID]:
    """A draft with one uploaded paper."""
    begun = actions.start_draft(
        procedure_code=GUARDIAN, actor=world.lan, now=MONDAY, commune_agency_id=world.commune_id
    )
    wanted = procedures.in_force(GUARDIAN, MONDAY.date()).components
    component = next(one.id for one in wanted if one.required and not one.is_form and not one.present_only)
    new = NewFile("can-cuoc.pdf", io.BytesIO(factories.pdf()))
    line = actions.attach(dossier_id=begun.id, component_id=component, new=new, actor=world.lan, now=MONDAY)
    return Dossier.objects.get(pk=begun.id), line.file_id


def _answers(dossier_id: int) -> UUID:
    found = Dossier.objects.get(pk=dossier_id).answers_id
    assert found is not None
    return found


def _ended(world: Province) -> tuple[Dossier, UUID, UUID]:
    """A dossier handed over, with an identity paper and another one."""
    dossier = Dossier.objects.get(pk=factories.handed_over(world).id)
    kept = []
    for number, identity in enumerate((True, False)):
        card = papers.take(
            NewFile(f"giay-{number}.pdf", io.BytesIO(factories.pdf() + b"%" + bytes([49 + number]))),
            actor=world.lan,
            now=MONDAY,
            purpose="dossiers.component",
        )
        Attachment.objects.create(
            dossier=dossier, kind="component", component_id=number + 1, file_id=card.id, name=card.name,
            size=card.size, added_at=MONDAY, identity=identity,
        )  # fmt: skip
        kept.append(card.id)
    return dossier, kept[0], kept[1]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Bản sao hộ chiếu/căn cước", True),
        ("Hộ chiếu (người nước ngoài)", True),
        ("Bản chụp CCCD của người nộp", True),
        ("Giấy chứng sinh", False),
        ("Tờ khai đăng ký khai sinh", False),
    ],
)
def test_identity_papers_are_known_by_the_words_of_the_facts(name: str, is_one: bool) -> None:
    assert is_identity_paper(name) is is_one


def test_a_draft_left_alone_goes_with_answers_and_papers_and_its_owner_is_told(world: Province) -> None:
    dossier, paper = _with_paper(world)
    filled = Dossier.objects.get(pk=factories.filled(world).id)
    answers = _answers(filled.pk)
    end = MONDAY + timedelta(days=1)
    eraser = Drafts()
    assert eraser.due(MONDAY, 100) == 0
    assert eraser.due(end, 100) == 2
    assert eraser.erase(end, 100, actor=SYSTEM, now=end) == 2
    assert not Dossier.objects.filter(pk__in=[dossier.pk, filled.pk]).exists()
    assert not AnswerSet.objects.filter(pk=answers).exists()
    with pytest.raises(NoSuchFile):
        files.file(paper)
    told = notices.inbox(world.lan.account_id or 0).items[0]
    assert told.title == "Bản nháp để lâu đã được xóa"
    entry = Entry.objects.get(action="dossiers.draft_erased", subject_id=str(dossier.pk))
    assert (entry.actor_kind, entry.detail) == ("system", {})


def test_what_was_filed_is_never_taken_for_a_draft(world: Province) -> None:
    filed = factories.filed(world)
    Dossier.objects.filter(pk=filed.id).update(saved_at=MONDAY - timedelta(days=9_000))
    assert Drafts().erase(MONDAY, 100, actor=SYSTEM, now=MONDAY) == 0
    assert AnswerSet.objects.filter(pk=_answers(filed.id)).exists()


def test_throwing_a_draft_away_leaves_neither_answers_nor_papers(world: Province) -> None:
    dossier, paper = _with_paper(world)
    actions.discard_draft(dossier_id=dossier.pk, actor=world.lan, now=MONDAY)
    with pytest.raises(NoSuchFile):
        files.file(paper)
    filled = factories.filled(world)
    answers = _answers(filled.id)
    actions.discard_draft(dossier_id=filled.id, actor=world.lan, now=MONDAY)
    assert not AnswerSet.objects.filter(pk=answers).exists()


def test_copies_of_identity_papers_go_long_after_the_end_and_nothing_else(world: Province) -> None:
    dossier, identity, other = _ended(world)
    running = factories.received(world)
    Attachment.objects.create(
        dossier_id=running.id, kind="component", component_id=1, file_id=other, name="a.pdf", size=1,
        added_at=MONDAY, identity=True,
    )  # fmt: skip
    last = Step.objects.filter(dossier=dossier).latest("revision").at
    eraser = IdentityPapers()
    assert eraser.due(last, 100) == 0
    after = last + timedelta(seconds=1)
    assert eraser.due(after, 100) == 1
    assert eraser.erase(after, 100, actor=SYSTEM, now=LONG_AFTER) == 1
    with pytest.raises(NoSuchFile):
        files.file(identity)
    assert files.file(other).id == other
    assert [line.file_id for line in queries.one.file_lines(dossier) if line.component_id] == [other]
    entry = Entry.objects.get(action="dossiers.identity_papers_erased")
    assert (entry.subject_id, entry.detail) == (str(dossier.pk), {"papers": 1})


def test_the_nightly_job_erases_them_and_the_record_and_the_proof_still_hold(world: Province) -> None:
    retention.load_facts(MONDAY, SYSTEM)
    dossier, identity, _other = _ended(world)
    _draft, paper = _with_paper(world)
    seal_within(MONDAY + timedelta(days=1))
    seal_within(MONDAY + timedelta(days=2))
    before = queries.proof(dossier, log="x")
    assert retention.erase_due(kind="dossiers.identity_papers", now=LONG_AFTER) == 1
    assert retention.erase_due(kind="dossiers.drafts", now=LONG_AFTER) >= 1
    seal_within(LONG_AFTER)
    for gone in (identity, paper):
        with pytest.raises(NoSuchFile):
            files.file(gone)
    assert audit.verify().intact
    assert queries.proof(dossier, log="x")["steps"] == before["steps"]


def test_officials_get_a_marked_link_for_identity_papers_only(
    world: Province, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "is_identity_paper", lambda _name: True)
    dossier, paper = _with_paper(world)
    assert Attachment.objects.get(file_id=paper).identity
    plain = factories.received(world)
    code = Dossier.objects.get(pk=plain.id).code
    Attachment.objects.filter(file_id=paper).update(dossier_id=plain.id)
    page = browser(world.counter).get(reverse("officer_dossier", kwargs={"code": code})).content.decode()
    link = page.split(">can-cuoc.pdf<")[0].rsplit('href="', 1)[1].split('"')[0]
    client: Any = browser(world.counter)
    answer = client.get(link)
    assert answer.status_code == 200
    assert answer.content != files.read(paper)
    assert not answer.streaming
    seen = Entry.objects.filter(person_id=dossier.person_id, purpose="Xem giấy tờ tùy thân để xử lý hồ sơ")
    assert [(row.subject_type, row.subject_id) for row in seen] == [("dossier", str(plain.id))]
