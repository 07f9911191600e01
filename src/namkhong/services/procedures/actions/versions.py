"""A new version of a procedure: what holds is never edited, another follows it."""

from __future__ import annotations

from datetime import date, timedelta

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import text
from namkhong.kernel.events import publish
from namkhong.services.procedures import queries
from namkhong.services.procedures.actions import searching
from namkhong.services.procedures.actions.desks import Desk
from namkhong.services.procedures.drafts import Draft
from namkhong.services.procedures.events import ProcedureVersionAdded
from namkhong.services.procedures.models import Component, FeeLine, Field, Procedure, ProcedureVersion


def _start(last: ProcedureVersion | None, draft: Draft, desk: Desk) -> date:
    given = draft.valid_from or desk.default_from
    if last is None:
        return given or desk.today
    return max(given or desk.today, desk.today, last.valid_from + timedelta(days=1))


def _withdraw_if_not_begun(last: ProcedureVersion, desk: Desk) -> ProcedureVersion | None:
    """A version that has not begun to hold is replaced; the one before it is the last again."""
    if last.number == 1 or last.valid_from <= desk.today:
        return last
    before = ProcedureVersion.objects.filter(procedure_id=last.procedure_id, number__lt=last.number)
    last.delete()
    return before.order_by("-number").first()


def add_version(
    procedure: Procedure, last: ProcedureVersion | None, draft: Draft, fingerprint: str, desk: Desk
) -> None:
    """Keep the draft as the version after ``last``; recorded and announced."""
    number = last.number + 1 if last else 1
    last = _withdraw_if_not_begun(last, desk) if last else None
    start = _start(last, draft, desk)
    if last is not None:
        last.valid_to = start
        last.save(update_fields=["valid_to"])
    name_key = text.fold(draft.name)
    more = searching.more_key(
        draft.code, draft.name, draft.question, draft.field_name, draft.result_name, draft.keywords
    )
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=number,
        valid_from=start,
        name=draft.name,
        question=draft.question,
        field=_field(draft.field_name, desk),
        levels=draft.levels,
        level=draft.level,
        online_level=draft.online_level,
        partial_reason=draft.partial_reason,
        limit=draft.limit,
        limit_note=draft.limit_note,
        supplement_policy=draft.supplement_policy,
        close_after_days=draft.close_after_days,
        form_key=draft.form_key,
        process_key=draft.process_key,
        result_name=draft.result_name,
        result_code=draft.result_code,
        publishing_decision=draft.publishing_decision,
        legal_bases=draft.legal_bases,
        note=draft.note,
        to_be_confirmed=draft.to_confirm,
        missing=draft.missing,
        source=draft.source,
        fingerprint=fingerprint,
        name_key=name_key,
        more_key=more,
        created_at=desk.now,
    )
    Component.objects.bulk_create(
        Component(
            version=version,
            position=position,
            name=item.name,
            originals=item.originals,
            copies=item.copies,
            is_form=item.is_form,
            form_code=item.form_code,
            required=item.required,
            present_only=item.present_only,
            obtainable_from=item.obtainable_from,
            condition=item.condition,
        )
        for position, item in enumerate(draft.components, start=1)
    )
    FeeLine.objects.bulk_create(
        FeeLine(
            version=version,
            position=position,
            name=item.name,
            amount=item.amount,
            note=item.note,
            exemptions=item.exemptions,
            rule=item.rule,
        )
        for position, item in enumerate(draft.fees, start=1)
    )
    queries.forget()
    audit.record(
        desk.actor,
        "procedures.version_added",
        ("procedures.procedure", procedure.pk),
        now=desk.now,
        detail={"code": draft.code, "number": number, "from": start.isoformat()},
    )
    publish(ProcedureVersionAdded(version_id=version.pk, at=desk.now))


def _field(name: str, desk: Desk) -> Field:
    key = text.fold(name)
    slug = "-".join("".join(char if char.isalnum() else " " for char in key).split())[:120] or "khac"
    if slug not in desk.fields:
        desk.fields[slug] = Field.objects.create(slug=slug, name=name, name_key=key)
    return desk.fields[slug]
