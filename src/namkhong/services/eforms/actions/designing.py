"""Designing a form: a draft that only its keepers see, changed edit by edit, published from a day on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.services.eforms import designing, documents, finding, policies, queries
from namkhong.services.eforms.actions import versions
from namkhong.services.eforms.documents import Document
from namkhong.services.eforms.edits import Edit
from namkhong.services.eforms.errors import (
    BadForm,
    BadStart,
    DraftExists,
    NoSuchDraft,
    NoSuchForm,
    StaleDraft,
)
from namkhong.services.eforms.models import FormDraft, FormVersion
from namkhong.web import words

__all__ = [
    "begin_form",
    "begin_form_draft",
    "change_form_draft",
    "drop_form_draft",
    "publish_form",
    "take_form_file",
    "undo_form_draft",
]

NOT_KEYS: Final = frozenset({"moi", "nhap-tep"})  # addresses of the designer itself
FURTHEST: Final = timedelta(days=3 * 366)


@transaction.atomic
def begin_form(*, title: str, key: str = "", copy_of: str = "", actor: Actor, now: datetime) -> str:
    """A draft of a form that is not there yet: empty but for the applicant and the declaration, or like another.

    Returns its key, made of the title when none is given.

    :raises BadForm: when title or key cannot be used.
    :raises DraftExists: when there is such a form already.
    """
    policies.require(actor, "design", now)
    taken = queries.form_keys() | NOT_KEYS
    wanted = key or finding.key_for(title, taken)
    if wanted in taken:
        raise DraftExists(wanted)
    document = documents.new(wanted, title, clock.local_date(now))
    if copy_of:
        document = {**_latest(copy_of), "key": wanted, "title": title, "valid_from": document["valid_from"]}
    return _begin(document, None, actor, now).key


def _latest(key: str) -> Document:
    row = FormVersion.objects.filter(key=key).order_by("-number").first()
    if row is None:
        raise NoSuchForm
    return documents.of_version(row)


def _begin(document: Document, based_on: int | None, actor: Actor, now: datetime) -> FormDraft:
    documents.check(document)
    if document["key"] in NOT_KEYS:
        raise DraftExists(document["key"])
    try:
        with transaction.atomic():
            row = FormDraft.objects.create(
                key=document["key"],
                title=document["title"],
                document=document,
                based_on=based_on,
                revision=1,
                changed_by=actor.label,
                created_at=now,
                changed_at=now,
            )
    except IntegrityError as error:
        raise DraftExists(document["key"]) from error
    detail = {"key": row.key, "based_on": based_on or 0}
    audit.record(actor, "eforms.form_draft_begun", ("eforms.form", row.key), now=now, detail=detail)
    return row


@transaction.atomic
def begin_form_draft(*, key: str, actor: Actor, now: datetime) -> None:
    """A draft that begins as the latest version of a form; beginning twice is beginning once.

    :raises NoSuchForm: when the form has no version.
    """
    policies.require(actor, "design", now)
    if FormDraft.objects.filter(key=key).exists():
        return
    row = FormVersion.objects.filter(key=key).order_by("-number").first()
    if row is None:
        raise NoSuchForm
    try:
        _begin(documents.of_version(row), row.number, actor, now)
    except DraftExists:
        return


def _locked(key: str, revision: int) -> FormDraft:
    """:raises NoSuchDraft: :raises StaleDraft:"""
    row = FormDraft.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise NoSuchDraft
    if row.revision != revision:
        raise StaleDraft(row.changed_by, words.moment(row.changed_at), row.revision)
    return row


def _keep(row: FormDraft, document: Document, deed: str, actor: Actor, now: datetime) -> int:
    row.before, row.document = row.document, document
    row.title, row.revision = document["title"], row.revision + 1
    row.changed_by, row.changed_at = actor.label, now
    row.save(update_fields=["document", "before", "title", "revision", "changed_by", "changed_at"])
    detail = {"deed": deed, "revision": row.revision}
    audit.record(actor, "eforms.form_draft_changed", ("eforms.form", row.key), now=now, detail=detail)
    return row.revision


@transaction.atomic
def change_form_draft(*, key: str, revision: int, edit: Edit, actor: Actor, now: datetime) -> designing.Edited:
    """One edit of a draft; returns the form after it.

    :raises NoSuchDraft: when there is none.
    :raises StaleDraft: when somebody changed it since this ``revision`` was shown; nothing is changed.
    :raises BadForm: when the form would not be sound after it.
    """
    policies.require(actor, "design", now)
    row = _locked(key, revision)
    made = designing.apply(row.document, edit)
    _keep(row, made.document, type(edit).__name__, actor, now)
    return made


@transaction.atomic
def undo_form_draft(*, key: str, revision: int, actor: Actor, now: datetime) -> None:
    """The last edit is taken back; done twice, it is there again.

    :raises NoSuchDraft: when there is none.
    :raises StaleDraft: when somebody changed it since.
    :raises BadForm: when nothing was edited yet.
    """
    policies.require(actor, "design", now)
    row = _locked(key, revision)
    if row.before is None:
        raise BadForm(_("Bản thảo chưa sửa gì nên không có gì để hoàn tác."))
    _keep(row, row.before, "Undo", actor, now)


@transaction.atomic
def take_form_file(*, given: str, key: str = "", revision: int | None = None, actor: Actor, now: datetime) -> str:
    """A form file becomes a draft; returns its key. With ``revision`` it takes the place of the draft ``key``.

    :raises BadForm: when the file cannot be used; ``fields["json"]`` says which line and which question.
    :raises DraftExists: when that form is being designed already.
    :raises StaleDraft: when somebody changed the draft since.
    """
    policies.require(actor, "design", now)
    document = documents.read(given)
    if revision is None:
        last = FormVersion.objects.filter(key=document["key"]).order_by("-number").values_list("number", flat=True)
        return _begin(document, last.first(), actor, now).key
    if document["key"] != key:
        said = _("Tệp này là của biểu mẫu “%(other)s”, không phải “%(key)s”.") % {"other": document["key"], "key": key}
        raise BadForm(said, fields={"json": [said]})
    _keep(_locked(key, revision), document, "TakeFile", actor, now)
    return key


@transaction.atomic
def drop_form_draft(*, key: str, revision: int, actor: Actor, now: datetime) -> None:
    """The draft goes; versions stay.

    :raises NoSuchDraft: when there is none.
    :raises StaleDraft: when somebody changed it since.
    """
    policies.require(actor, "design", now)
    row = _locked(key, revision)
    row.delete()
    audit.record(actor, "eforms.form_draft_dropped", ("eforms.form", key), now=now, detail={"revision": revision})


@transaction.atomic
def publish_form(*, key: str, revision: int, from_day: date | None, actor: Actor, now: datetime) -> int:
    """The draft becomes a version from a day on; dossiers already begun keep theirs. Returns its number.

    :raises NoSuchDraft: when there is none.
    :raises StaleDraft: when somebody changed it since.
    :raises BadStart: when it cannot begin on that day.
    :raises BadForm: when nothing is different from the latest version.
    """
    policies.require(actor, "publish", now)
    row = _locked(key, revision)
    today = clock.local_date(now)
    if from_day is None:
        raise BadStart(_("Xin ghi ngày áp dụng, đủ ngày, tháng, năm."))
    if from_day < today:
        raise BadStart(_("Ngày áp dụng không được trước hôm nay, vì hồ sơ của những ngày ấy đã nộp theo mẫu cũ."))
    if from_day > today + FURTHEST:
        raise BadStart(_("Ngày áp dụng xa quá ba năm. Xin xem lại năm."))
    made = versions.follow(_plain(row.document), from_day=from_day, actor=actor, now=now)
    row.delete()
    return made.number


def _plain(document: Any) -> Document:
    found: Document = document
    return found
