"""Filing for somebody at a counter: her card, her agreement, the envelope, the paper she hands over (NĐ 118/2025 art. 15, 17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.citizens import queries as people
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.codes import is_personal_number
from namkhong.kernel.identity_card import looks_scanned, parse
from namkhong.services.dossiers.actions.drafting import start_draft
from namkhong.services.dossiers.actions.enrolling import enrol
from namkhong.services.dossiers.actions.filing import file
from namkhong.services.dossiers.actions.moving import the_draft
from namkhong.services.dossiers.actions.receiving import receive
from namkhong.services.dossiers.errors import Missing, NoConsent, NotAtCounter, UnknownCard, Unpaid
from namkhong.services.dossiers.models import Dossier, Submission
from namkhong.services.dossiers.types import Channel, Consent, DossierCard, Envelope, ReturnWay, Stranger
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import MOST_COPIES, MOST_PAGES, Counted

CHANNELS: Final = (Channel.COUNTER, Channel.HELPED, Channel.POST)


def read_card(typed: str, *, actor: Actor, now: datetime, field: str = "the") -> Stranger:
    """Who stands at the counter, from the QR of her card or from her number; looking a number up is recorded.

    :raises UnknownCard: neither a whole card nor twelve digits.
    """
    _require_counter(actor)
    typed = typed.strip()
    if looks_scanned(typed):
        card = parse(typed)
        if card is None:
            raise UnknownCard(field)
        known = people.by_personal_number(card.personal_number)
        found = Stranger(
            personal_number=card.personal_number,
            full_name=card.full_name,
            date_of_birth=card.date_of_birth,
            gender=card.gender,
            address=card.address,
            phone=known.phone if known else "",
            person_id=known.id if known else None,
        )
    else:
        number = "".join(typed.split())
        if not is_personal_number(number):
            raise UnknownCard(field)
        known = people.by_personal_number(number)
        if known is None:
            return Stranger(personal_number=number)
        found = Stranger(
            known.personal_number,
            known.full_name,
            known.date_of_birth,
            known.gender,
            known.address,
            known.phone,
            known.id,
        )
    if found.person_id is not None:
        audit.record_access(
            actor, person_id=found.person_id, purpose=_("Lập hồ sơ giúp tại quầy"), subject=("counter", 0), now=now
        )
    return found


@transaction.atomic
def enrol_stranger(who: Stranger, *, actor: Actor, now: datetime) -> int:
    """The person behind a card, made the first time she comes.

    :raises WrongDetails: naming what cannot be right.
    :raises PersonDiffers: the number is known with another name or date of birth.
    """
    _require_counter(actor)
    return enrol(who, actor=actor, now=now).id


@transaction.atomic
def start_at_counter(  # noqa: PLR0913 - what the counter is told
    *,
    procedure_code: str,
    who: Stranger | int,
    channel: Channel,
    actor: Actor,
    now: datetime,
    consent: Consent | None = None,
    mandate_id: int | None = None,
    envelope: Envelope | None = None,
    commune_agency_id: int | None = None,
) -> DossierCard:
    """Begin a dossier for somebody: she agreed to be helped, or her attorney stands here, or her letter came by post.

    :raises NoConsent: nobody said how she agreed.
    :raises MandateUnusable: the paper of the attorney does not serve.
    :raises Missing: of a letter, the day on the envelope or the sender.
    """
    _require_counter(actor)
    if channel not in CHANNELS:
        raise NotAtCounter
    consent = Consent.MANDATE if mandate_id is not None else consent
    if channel is Channel.POST:
        _look_at(envelope, clock.local_date(now))
    elif consent is None or (consent is Consent.MANDATE and mandate_id is None):
        raise NoConsent
    version = procedures.in_force(procedure_code, clock.local_date(now))
    _limit_known = version.limit  # a procedure without one cannot be received: say so before anything is filled in
    person_id = who if isinstance(who, int) else enrol_stranger(who, actor=actor, now=now)
    begun = start_draft(
        procedure_code=procedure_code,
        commune_agency_id=commune_agency_id,
        person_id=person_id,
        channel=channel,
        mandate_id=mandate_id,
        actor=actor,
        now=now,
    )
    Submission.objects.update_or_create(
        dossier_id=begun.id,
        defaults={
            "mandate_id": mandate_id,
            "consent": consent or "",
            "agreed_at": now if consent else None,
            "posted_on": envelope.posted_on if envelope else None,
            "sent_by": text.one_line(envelope.sent_by)[:200] if envelope else "",
            "item_number": text.one_line(envelope.item_number)[:60] if envelope else "",
            "recorded_by_id": actor.account_id,
            "recorded_at": now,
        },
    )
    detail = {"channel": channel.value, "consent": consent.value if consent else ""}
    audit.record(actor, "dossiers.help_agreed", ("dossier", begun.id), now=now, detail=detail)
    return begun


@transaction.atomic
def note_paper(*, dossier_id: int, component_ids: list[int], actor: Actor, now: datetime) -> None:
    """Which papers were handed in on paper: they need no file; the counter scans what the law wants scanned."""
    dossier = the_draft(dossier_id, actor)
    _require_counter(actor)
    if Channel(dossier.channel).online:
        raise Missing("paper", _("Hồ sơ trực tuyến cần tệp của từng giấy tờ. Xin quét và tải lên."))
    known = {component.id for component in procedures.version(dossier.procedure_version_id).components}
    kept = sorted(known & set(component_ids))
    row, _made = Submission.objects.get_or_create(
        dossier=dossier, defaults={"recorded_by_id": actor.account_id, "recorded_at": now}
    )
    if row.on_paper == kept:
        return
    row.on_paper = kept
    row.save(update_fields=["on_paper"])
    Dossier.objects.filter(pk=dossier.pk).update(saved_at=now)
    audit.record(actor, "dossiers.paper_noted", ("dossier", dossier.pk), now=now, detail={"components": kept})


@transaction.atomic
def count_copies(*, dossier_id: int, counted: Sequence[Counted], actor: Actor, now: datetime) -> None:
    """How many copies, of how many pages: the clerk says it where a fee needs it and the form does not ask.

    :raises Missing: nothing counted, or more than anybody brings.
    """
    dossier = the_draft(dossier_id, actor)
    _require_counter(actor)
    if not counted:
        raise Missing("copies-0", _("Xin ghi số bản để tính phí, lệ phí."))
    for place, one in enumerate(counted):
        if not (1 <= one.copies <= MOST_COPIES and 1 <= one.pages <= MOST_PAGES):
            raise Missing(f"copies-{place}", _("Số bản và số trang phải là số từ 1 trở lên và không quá lớn."))
    kept = [[one.copies, one.pages] for one in counted]
    row, _made = Submission.objects.get_or_create(
        dossier=dossier, defaults={"recorded_by_id": actor.account_id, "recorded_at": now}
    )
    if row.counted == kept:
        return
    row.counted = kept
    row.save(update_fields=["counted"])
    Dossier.objects.filter(pk=dossier.pk).update(saved_at=now)
    audit.record(actor, "dossiers.copies_counted", ("dossier", dossier.pk), now=now, detail={"counted": kept})


@transaction.atomic
def file_and_receive(
    *, dossier_id: int, actor: Actor, now: datetime, declared: bool = False, return_way: ReturnWay | None = None
) -> DossierCard:
    """Send and take in at once: form 01 is ready to be printed. Where the fee comes first, it waits filed until paid.

    :raises Incomplete: something is missing; ``fields`` say what.
    """
    _require_counter(actor)
    sent = file(dossier_id=dossier_id, actor=actor, now=now, declared=declared, return_way=return_way)
    if sent.state != "filed":  # the same click again
        return sent
    try:
        with transaction.atomic():
            return receive(dossier_id=dossier_id, actor=actor, now=now)
    except Unpaid:
        return sent


def _require_counter(actor: Actor) -> None:
    if not actor.is_official or not actor.holds(Role.COUNTER):
        raise NotAtCounter


def _look_at(envelope: Envelope | None, today: date) -> None:
    if envelope is None or not text.one_line(envelope.sent_by):
        raise Missing("sent_by", _("Xin ghi người gửi ghi trên phong bì."))
    if not date(2000, 1, 1) <= envelope.posted_on <= today:
        raise Missing("posted_on", _("Ngày trên dấu bưu điện phải là một ngày đã qua hoặc hôm nay."))
