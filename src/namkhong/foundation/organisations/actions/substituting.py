"""Leave: a colleague does the work from a day to a day, and every deed says for whom."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import policies
from namkhong.foundation.organisations.actions.checks import in_order, official_row, required, told
from namkhong.foundation.organisations.errors import NoSuchSubstitution, WrongEntry
from namkhong.foundation.organisations.events import SubstituteGiven, SubstitutionEnded
from namkhong.foundation.organisations.models import Authority, Official, PostHolding, Substitution
from namkhong.foundation.organisations.models.dated import holding
from namkhong.foundation.organisations.queries.substituting import house_path
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.events import publish
from namkhong.kernel.text import one_line


@transaction.atomic
def give_substitute(
    *,
    official_id: int,
    substitute_id: int,
    valid_from: date,
    last_day: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> int:
    """Let a colleague of the same house do the work of an absent official, both days included; returns its id.

    The official herself, whoever heads her unit, or her administrator says so. What only the signature of a leader makes
    valid goes to nobody who may not sign: to another leader of the agency, or to a holder of written authority.

    :raises NoSuchOfficial: not hers to say. :raises WrongEntry: each field with its sentence.
    :raises Overlapping: she has a substitute in that time.
    """
    absent = official_row(official_id)
    policies.require_substitution(actor, absent, now)
    substitute = official_row(substitute_id)
    valid_to = last_day + timedelta(days=1)
    in_order(valid_from, valid_to, "last_day")
    if last_day < clock.local_date(now):
        sentence = _("Thời gian vắng mặt đã qua. Xin chọn lại ngày.")
        raise WrongEntry(sentence, fields={"last_day": sentence})
    reason = required(one_line(reason), "reason", _("Xin ghi lý do vắng mặt, ví dụ: nghỉ phép, đi học."))
    if absent.pk == substitute.pk or substitute.locked or not _same_house(absent, substitute, valid_from):
        sentence = _("Xin chọn một cán bộ đang làm việc trong cùng cơ quan.")
        raise WrongEntry(sentence, fields={"substitute": sentence})
    _may_sign(absent, substitute, valid_from, valid_to)
    row = Substitution(
        absent=absent,
        substitute=substitute,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
        given_by_id=actor.account_id,
        created_at=now,
    )
    with told():
        row.save(force_insert=True)
    audit.record(
        actor,
        "organisations.substitute_given",
        ("official", absent.pk),
        now=now,
        detail={"substitute": substitute.pk, "from": valid_from.isoformat(), "to": valid_to.isoformat()},
        reason=reason,
    )
    publish(SubstituteGiven(substitution_id=row.pk, at=now))
    return row.pk


@transaction.atomic
def end_substitute(*, substitution_id: int, actor: Actor, now: datetime) -> None:
    """She is back: from today on the substitute does her work no longer. Twice is the same as once.

    :raises NoSuchSubstitution: not hers to end.
    """
    rows = Substitution.objects.select_for_update(of=("self",)).select_related("absent", "absent__home")
    row = rows.filter(pk=substitution_id).first()
    if row is None:
        raise NoSuchSubstitution
    policies.require_substitution(actor, row.absent, now)
    today = clock.local_date(now)
    if row.valid_to <= today:
        return
    subject, detail = ("official", row.absent_id), {"substitute": row.substitute_id, "on": today.isoformat()}
    if row.valid_from >= today:  # it never began, or began this morning: nobody can say it held yesterday
        row.delete()
    else:
        row.valid_to = today
        row.save(update_fields=["valid_to"])
    audit.record(actor, "organisations.substitution_ended", subject, now=now, detail=detail)
    publish(SubstitutionEnded(official_id=row.absent_id, at=now))


def _same_house(absent: Official, substitute: Official, on: date) -> bool:
    """Does the substitute work, on the day, in the agency of the absent, or in one of her own units?"""
    house = house_path(absent)
    places = set(absent.posts.filter(holding(on)).values_list("agency_id", flat=True))
    working = substitute.posts.filter(holding(on)).select_related("agency")
    return any(row.agency.path.startswith(house) or row.agency_id in places for row in working)


def _may_sign(absent: Official, substitute: Official, start: date, end: date) -> None:
    """A leader's work goes only to somebody who may sign for that agency all the time.

    :raises WrongEntry: otherwise.
    """
    led = set(
        PostHolding.objects.filter(holding(start), official=absent, role=Role.LEADER).values_list("agency", flat=True)
    )
    if not led:
        return
    signing = set(
        PostHolding.objects.filter(holding(start), holding(end - timedelta(days=1)), official=substitute)
        .filter(role=Role.LEADER, agency__in=led)
        .values_list("agency", flat=True)
    ) | set(
        Authority.objects.filter(holding(start), holding(end - timedelta(days=1)))
        .filter(holder__official=substitute, agency__in=led)
        .values_list("agency", flat=True)
    )
    if led - signing:
        sentence = _(
            "Việc ký của lãnh đạo chỉ giao cho cấp phó cùng cơ quan hoặc người đã được giao ký thay trong suốt thời gian đó."
        )
        raise WrongEntry(sentence, fields={"substitute": sentence})
