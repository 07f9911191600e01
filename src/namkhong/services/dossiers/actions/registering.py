"""Papers made from what the system knows: form 06 of one dossier, register 07 of an agency and a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.numbering import actions as numbering
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import frozen, policies
from namkhong.services.dossiers.actions.issuing import form_pdf, issue
from namkhong.services.dossiers.actions.moving import seen_locked
from namkhong.services.dossiers.errors import NoSuchDossier, NotYours
from namkhong.services.dossiers.models import Dossier, IssuedForm, OpinionRequest, Register, Step
from namkhong.services.dossiers.paper import form06, render
from namkhong.services.dossiers.paper.head import head
from namkhong.services.dossiers.paper.kinds import PAPERS
from namkhong.services.dossiers.queries import register
from namkhong.services.dossiers.queries.history import Entry, history_of

SLIP = "06"
REGISTER = "07"


@transaction.atomic
def control_slip(*, dossier_id: int, actor: Actor, now: datetime) -> tuple[str, bytes]:
    """Form 06 as it stands now, its name and its bytes: one number for one dossier, issued anew after each hand-over.

    :raises NoSuchDossier: not for this actor, or not an official's to see.
    :raises NotYours: it was not received, so nothing was handed over.
    """
    dossier = seen_locked(dossier_id, actor)
    if not actor.is_official:
        raise NoSuchDossier
    steps = list(Step.objects.filter(dossier=dossier).order_by("revision"))
    if dossier.received_at is None or not steps:
        raise NotYours
    history = history_of(dossier, steps)
    issued = IssuedForm.objects.filter(dossier=dossier, code=SLIP).order_by("-issued_at", "-pk").first()
    if issued is not None and issued.step_id == steps[-1].pk:
        if history[-1].at > issued.issued_at:
            return _moved_since(dossier, history, issued, actor, now)
        return form_pdf(form_id=issued.pk, actor=actor, now=now)
    issued = issue(
        dossier,
        steps[-1],
        SLIP,
        lambda template: form06.content(dossier, history, template, _consulted(dossier)),
        agency_id=dossier.receiver_agency_id,
        now=now,
        number=issued.number if issued else "",
        signer_id=actor.account_id,
    )
    audit.record(actor, "dossiers.form_issued", ("dossier", dossier.pk), now=now, detail={"form": SLIP})
    return form_pdf(form_id=issued.pk, actor=actor, now=now)


def _consulted(dossier: Dossier) -> list[str]:
    asked = OpinionRequest.objects.filter(dossier=dossier).order_by("pk").values_list("agency_id", flat=True)
    return [frozen.agency(agency_id).name for agency_id in dict.fromkeys(asked)]


def _moved_since(
    dossier: Dossier, history: Sequence[Entry], issued: IssuedForm, actor: Actor, now: datetime
) -> tuple[str, bytes]:
    """The slip as it stands when a reorganisation came after the last step: the slip of the next step keeps it."""
    template, paper = frozen.template(SLIP, clock.local_date(now)), PAPERS[SLIP]
    with translation.override(settings.LANGUAGE_CODE):  # a paper of the law
        data = {
            **head(dossier.receiver_agency_id, template, issued.number, now),
            "code": dossier.code or "",
            **form06.content(dossier, history, template, _consulted(dossier)),
        }
    audit.record_access(
        actor, person_id=dossier.person_id, purpose=f"Mở {template.name}", subject=("dossier", dossier.pk), now=now
    )
    made = render.pdf(template.layout, paper.printed(data, dossier), issued_at=now)
    return f"{paper.file_name}-{dossier.code}.pdf", made


@transaction.atomic
def open_register(*, agency_id: int, year: int, actor: Actor, now: datetime) -> str:
    """The number of register 07 of an agency and a year, taken when the register is first asked for.

    :raises NoSuchRegister: not her counter's, or a year in which nothing can have been received.
    """
    policies.require_register(actor, agency_id)
    register.require_year(year, now)
    kept = Register.objects.filter(agency_id=agency_id, year=year).first()
    if kept is None:
        # Two may ask at once: the row of the number series lets them in one by one, the constraint keeps one number.
        number = numbering.take(kind=f"form{REGISTER}", agency_code=frozen.agency(agency_id).code, now=now)
        kept, new = Register.objects.get_or_create(
            agency_id=agency_id, year=year, defaults={"number": number, "opened_at": now}
        )
        if new:
            audit.record(actor, "dossiers.register_opened", ("agency", agency_id), now=now, detail={"year": year})
    return kept.number


@transaction.atomic
def register_pdf(*, agency_id: int, year: int, part: int, actor: Actor, now: datetime) -> bytes:
    """One part of register 07 (a thousand lines) as PDF/A; the reading of so much personal data is recorded.

    :raises NoSuchRegister: there is no such part.
    """
    number = open_register(agency_id=agency_id, year=year, actor=actor, now=now)
    parts = register.parts(agency_id, year, now)
    which = register.part_of(parts, part)
    _read(actor, agency_id, year, f"pdf/{part}", now)
    template = frozen.template(REGISTER, clock.local_date(now))
    with translation.override(settings.LANGUAGE_CODE):  # a paper of the law
        data = {
            **head(agency_id, template, number, now),
            "code": f"{year}",
            "year": year,
            "part": _("Tập %(part)d/%(parts)d, số thứ tự từ %(first)d đến %(last)d")
            % {"part": part, "parts": len(parts), "first": which.first, "last": which.last},
            "rows": [list(row) for row in register.rows(agency_id, year, after=which)],
        }
        return render.pdf(template.layout, data, issued_at=now)


def register_lines(
    *, agency_id: int, year: int, actor: Actor, now: datetime, how: str = "csv"
) -> Iterator[tuple[str, ...]]:
    """Register 07 whole, line by line, its head first: read by key, never held in memory. ``how``: the kind of file.

    :raises NoSuchRegister: she does not work at the counter of this agency.
    """
    with transaction.atomic():
        open_register(agency_id=agency_id, year=year, actor=actor, now=now)
        _read(actor, agency_id, year, how, now)

    def lines() -> Iterator[tuple[str, ...]]:
        yield register.head()
        yield from register.rows(agency_id, year)

    return lines()


def _read(actor: Actor, agency_id: int, year: int, how: str, now: datetime) -> None:
    audit.record(actor, "dossiers.register_read", ("agency", agency_id), now=now, detail={"year": year, "how": how})
