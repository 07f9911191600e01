"""Designing a process: one draft for each, kept as it is changed, published as the version that follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.services.procedures import design, policies
from namkhong.services.procedures.actions.processes import add_process_version
from namkhong.services.procedures.errors import BadProcess, DraftChanged, DraftExists, NoSuchDraft, NoSuchProcess
from namkhong.services.procedures.models import Process, ProcessDraft, ProcessVersion
from namkhong.services.procedures.process_rules import check_process, check_shape


@transaction.atomic
def begin_process_draft(*, key: str, actor: Actor, now: datetime) -> str:
    """Begin to change a process from its newest version; the draft there is, when there is one. Returns its key.

    :raises NoSuchProcess: when there is none to change.
    """
    policies.require(actor, "design_process", now)
    Process.objects.select_for_update().filter(key=key).first()
    if ProcessDraft.objects.filter(key=key).exists():
        return key
    last = _newest(key)
    if last is None:
        raise NoSuchProcess
    _begin(key, last.name, last.steps, last, actor, now)
    return key


@transaction.atomic
def new_process_draft(*, name: str, actor: Actor, now: datetime) -> str:
    """Begin a process that is not there yet, with the steps every process has. Returns its key.

    :raises BadProcess: without a name.
    """
    policies.require(actor, "design_process", now)
    called = text.one_line(name)
    if not called or len(called) > 300:
        raise BadProcess(fields={"name": _("Xin ghi tên quy trình, không quá 300 chữ.")})
    begun = ProcessDraft.objects.filter(name=called, changed_by_id=actor.account_id, base=None).first()
    if begun is not None:  # the same click again
        return begun.key
    stem = design.key_of(called)
    taken = set(Process.objects.filter(key__startswith=stem[:50]).values_list("key", flat=True))
    taken |= set(ProcessDraft.objects.filter(key__startswith=stem[:50]).values_list("key", flat=True))
    key = stem
    for number in range(2, len(taken) + 3):
        if key not in taken:
            break
        key = f"{stem[:50]}-{number}"
    _begin(key, called, design.first_steps(), None, actor, now)
    return key


@transaction.atomic
def take_process_draft(data: Any, *, actor: Actor, now: datetime) -> str:
    """Begin a draft with a process that came as a file; nothing holds until it is published. Returns its key.

    :raises BadFile: when the process cannot be used.
    :raises DraftExists: somebody is designing it.
    """
    policies.require(actor, "design_process", now)
    check_process(data)
    key, base = data["key"], _newest(data["key"])
    begun = ProcessDraft.objects.select_for_update().filter(key=key).first()
    if begun is not None:
        if (begun.name, begun.steps) == (data["name"], data["steps"]):
            return str(key)
        raise DraftExists(begun.changed_by_name)
    _begin(key, data["name"], data["steps"], base, actor, now)
    return str(key)


@transaction.atomic
def change_process_draft(
    *, key: str, name: str, steps: list[dict[str, Any]], revision: int, actor: Actor, now: datetime
) -> None:
    """Keep what was changed; steps may stand in any order until the draft is published.

    :raises BadFile: a step is not whole.
    :raises DraftChanged: somebody was faster.
    """
    policies.require(actor, "design_process", now)
    draft = _locked(key)
    called = text.one_line(name)
    if draft.revision != revision:
        if (draft.name, draft.steps, draft.changed_by_id) == (called, steps, actor.account_id):
            return  # the same click again
        raise DraftChanged(draft.changed_by_name)
    if not called or len(called) > 300:
        raise BadProcess(fields={"name": _("Xin ghi tên quy trình, không quá 300 chữ.")})
    check_shape({"key": key, "name": called, "steps": steps})
    draft.name, draft.steps, draft.revision = called, steps, revision + 1
    _signed(draft, actor, now)
    draft.save()
    audit.record(
        actor,
        "procedures.process_draft_changed",
        ("procedures.process_draft", draft.pk),
        now=now,
        detail={"key": key, "revision": draft.revision},
    )


@transaction.atomic
def discard_process_draft(*, key: str, revision: int, actor: Actor, now: datetime) -> None:
    """Throw the draft away. What holds is not touched.

    :raises DraftChanged: somebody changed it meanwhile.
    """
    policies.require(actor, "design_process", now)
    draft = _locked(key)
    if draft.revision != revision:
        raise DraftChanged(draft.changed_by_name)
    audit.record(
        actor, "procedures.process_draft_discarded", ("procedures.process_draft", draft.pk), now=now, detail={"key": key}
    )  # fmt: skip
    draft.delete()


@transaction.atomic
def publish_process_draft(
    *, key: str, revision: int, valid_from: date | None, basis: str, actor: Actor, now: datetime
) -> int:
    """The draft becomes the version that holds from a day on, for dossiers filed from then. Returns the version's id.

    :raises BadProcess: no such day, no basis, or nothing changed.
    :raises BadFile: the process cannot be worked by.
    :raises DraftChanged: somebody changed it after it was read.
    """
    policies.require(actor, "publish_process", now)
    grounds = text.one_line(basis)[:300]
    published = _published_already(key, revision, actor)
    if published is not None:
        return published
    draft = _locked(key)
    if draft.revision != revision:
        raise DraftChanged(draft.changed_by_name)
    last = _newest(key)
    _require_grounds(last, valid_from, grounds, clock.local_date(now))
    made = add_process_version(
        {"key": key, "name": draft.name, "steps": draft.steps},
        valid_from=valid_from or clock.local_date(now),
        source={"basis": grounds, "draft": draft.pk, "draft_revision": revision, "by": actor.account_id},
        actor=actor,
        now=now,
    )
    if made is None:
        raise BadProcess(_("Bản nháp không khác gì phiên bản đang dùng nên không ban hành."))
    draft.delete()
    return made


def _require_grounds(last: ProcessVersion | None, valid_from: date | None, grounds: str, today: date) -> None:
    wrong = {}
    if not grounds:
        wrong["basis"] = _("Xin ghi số, ngày của quyết định phê duyệt quy trình nội bộ.")
    earliest = today if last is None else max(today, last.valid_from + timedelta(days=1))
    if valid_from is None or valid_from < earliest:
        wrong["from_day"] = _("Ngày áp dụng phải từ %(day)s trở đi.") % {"day": f"{earliest:%d/%m/%Y}"}
    if wrong:
        raise BadProcess(fields=wrong)


def _published_already(key: str, revision: int, actor: Actor) -> int | None:
    """The same click again: the version it made."""
    if ProcessDraft.objects.filter(key=key).exists():
        return None
    last = _newest(key)
    if last is None:
        return None
    same = last.source.get("draft_revision") == revision and last.source.get("by") == actor.account_id
    return last.pk if same else None


def _newest(key: str) -> ProcessVersion | None:
    return ProcessVersion.objects.filter(process__key=key).order_by("-number").first()


def _locked(key: str) -> ProcessDraft:
    draft = ProcessDraft.objects.select_for_update().filter(key=key).first()
    if draft is None:
        raise NoSuchDraft
    return draft


def _signed(draft: ProcessDraft, actor: Actor, now: datetime) -> None:
    draft.changed_by_id, draft.changed_by_name = actor.account_id, text.one_line(actor.label)[:200]
    draft.changed_at = now


def _begin(
    key: str, name: str, steps: list[Mapping[str, Any]] | list[dict[str, Any]], base: ProcessVersion | None,
    actor: Actor, now: datetime,
) -> None:  # fmt: skip
    draft = ProcessDraft(key=key, name=name, steps=steps, base=base)
    _signed(draft, actor, now)
    draft.save(force_insert=True)
    audit.record(
        actor, "procedures.process_draft_begun", ("procedures.process_draft", draft.pk), now=now, detail={"key": key}
    )  # fmt: skip
