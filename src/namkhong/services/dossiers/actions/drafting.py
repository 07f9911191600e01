"""The draft: begun, filled page by page, thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.http import QueryDict

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.citizens.types import PersonCard
from namkhong.foundation.files import actions as files
from namkhong.foundation.organisations.errors import NoSuchAgency
from namkhong.foundation.organisations.types import AgencyKind
from namkhong.kernel import clock, rows, text
from namkhong.kernel.actor import Actor, Role
from namkhong.services.dossiers import frozen, policies
from namkhong.services.dossiers.actions.mandates import usable_mandate
from namkhong.services.dossiers.actions.moving import card, the_draft, unit_of
from namkhong.services.dossiers.errors import FiledElsewhere, NoSuchMandate, NotYours, WrongPlace
from namkhong.services.dossiers.identity import identity_of
from namkhong.services.dossiers.models import Attachment, Dossier, Mandate, Submission
from namkhong.services.dossiers.states import State
from namkhong.services.dossiers.types import Channel, Consent, DossierCard
from namkhong.services.eforms import actions as eforms
from namkhong.services.eforms import queries as forms
from namkhong.services.eforms.errors import NoSuchForm
from namkhong.services.eforms.types import StepResult
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.errors import NoOffering
from namkhong.services.procedures.types import OfferingCard


@transaction.atomic
def start_draft(
    *,
    procedure_code: str,
    actor: Actor,
    now: datetime,
    commune_agency_id: int | None = None,
    person_id: int | None = None,
    channel: Channel | None = None,
    like: int | None = None,
    mandate_id: int | None = None,
) -> DossierCard:
    """Begin a dossier. A citizen begins her own; at the counter an official begins one for ``person_id`` and is kept as helper.

    With a mandate somebody files for the person who gave it: the attorney herself, or the counter where she stands.

    ``like`` names an earlier dossier of the same applicant and form, whose answers are taken over to be checked again.

    :raises FiledElsewhere: online filing of this procedure happens on another system.
    :raises WrongPlace: the commune does not do this procedure.
    :raises MandateUnusable: the mandate does not serve for this procedure today.
    """
    mandate = _mandate(mandate_id, procedure_code, actor, person_id, clock.local_date(now))
    if mandate is not None and person_id is None:
        person_id = mandate.mandator_id
    dossier, code = new_draft(
        procedure_code=procedure_code,
        actor=actor,
        now=now,
        commune_agency_id=commune_agency_id,
        person_id=person_id,
        channel=channel,
        by_mandate=mandate is not None,
    )
    detail: dict[str, object] = {"procedure": code}
    if like is not None:
        dossier.answers_id = _answers_of(like, dossier, actor, now)
        detail |= {"answers_of": like} if dossier.answers_id is not None else {}
    rows.insert(dossier)
    if mandate is not None:
        Submission(
            dossier=dossier,
            mandate=mandate,
            consent=Consent.MANDATE,
            agreed_at=now,
            recorded_by_id=actor.account_id,
            recorded_at=now,
        ).save(force_insert=True)
    audit.record(actor, "dossiers.draft_started", ("dossier", dossier.pk), now=now, detail=detail)
    return card(dossier)


def new_draft(
    *,
    procedure_code: str,
    actor: Actor,
    now: datetime,
    commune_agency_id: int | None,
    person_id: int | None,
    channel: Channel | None,
    by_mandate: bool = False,
    known: PersonCard | None = None,
) -> tuple[Dossier, str]:
    """The row of a dossier that begins, not saved yet, and the code of its procedure; a part of the deeds that begin one.

    ``known`` is the card of the person, when the deed has just read it.

    :raises NotYours: this actor may begin none for this person.
    :raises FiledElsewhere: online filing of this procedure happens on another system.
    :raises WrongPlace: the commune does not do this procedure.
    """
    on = clock.local_date(now)
    counters = sorted(actor.agencies_as(Role.COUNTER))
    helped = actor.is_official and bool(counters) and person_id is not None
    sent = policies.may_submit(actor) and person_id is not None
    stands_in = actor.is_citizen and by_mandate
    if not helped and not sent and not stands_in and not _for_herself(actor, person_id):
        raise NotYours
    version = procedures.in_force(procedure_code, on)
    if not helped and not sent and not version.can_be_filed_here:
        raise FiledElsewhere
    usual = _offering(version.procedure_id, commune_agency_id, now)
    receiver_id = counters[0] if helped else usual.receiver_id
    process = procedures.process(version.process_key, on)
    person = known or citizens.person(person_id if person_id is not None else actor.person_id or 0)
    dossier = Dossier(
        procedure_id=version.procedure_id,
        procedure_version_id=version.id,
        procedure_name=version.name,
        process_version_id=process.version_id,
        form_version_id=forms.form(version.form_key, on).id if version.form_key else None,
        person_id=person.id,
        owner_id=None if helped or sent else actor.account_id,
        helper_id=actor.account_id if helped or sent or stands_in else None,
        applicant_name=text.one_line(person.full_name)[:200],
        channel=channel or (Channel.HELPED if helped else Channel.OWN),
        receiver_agency_id=receiver_id,
        home_counter_id=usual.receiver_id,
        decider_agency_id=usual.decider_id,
        return_agency_id=usual.return_place_id if receiver_id == usual.receiver_id else receiver_id,
        unit_agency_id=usual.decider_id,
        created_at=now,
        saved_at=now,
    )
    dossier.unit_agency_id = unit_of(process, dossier)
    return dossier, version.code


@transaction.atomic
def save_step(*, dossier_id: int, section: str, posted: QueryDict, actor: Actor, now: datetime) -> StepResult:
    """Keep everything typed on one page of the form, right or wrong.

    :raises AlreadyFiled: it was sent in the meantime; what is sent does not change.
    """
    dossier = the_draft(dossier_id, actor)
    owner = dossier.owner_id or dossier.helper_id or 0
    result = keep_page(dossier, dossier.answers_id, section, posted, owner=owner, actor=actor, now=now)
    dossier.answers_id = result.answers_id
    dossier.saved_at = now
    rows.update(dossier, ["answers_id", "saved_at"])
    return result


def keep_page(
    dossier: Dossier,
    answers_id: UUID | None,
    section: str,
    posted: QueryDict,
    *,
    owner: int,
    actor: Actor,
    now: datetime,
) -> StepResult:
    """One page into a set of answers of this dossier; what binds to the identity is taken from the applicant's.

    :raises NoSuchForm: the procedure of the dossier asks nothing.
    """
    if dossier.form_version_id is None:
        raise NoSuchForm
    asked = forms.form_version(dossier.form_version_id).section(section)
    bound = asked is not None and any(field.bind for field in asked.fields)
    return eforms.save_step(
        answers_id=answers_id,
        form_id=dossier.form_version_id,
        section=section,
        posted=posted,
        owner_account_id=owner,
        now=now,
        identity=identity_of(dossier.person_id) if bound else {},
        actor=actor,
    )


@transaction.atomic
def discard_draft(*, dossier_id: int, actor: Actor, now: datetime) -> None:
    """Throw the draft away with its papers."""
    dossier = the_draft(dossier_id, actor)
    audit.record(actor, "dossiers.draft_discarded", ("dossier", dossier.pk), now=now)
    destroy_drafts([dossier], actor=actor, now=now)


def destroy_drafts(drafts: Sequence[Dossier], *, actor: Actor, now: datetime) -> None:
    """Drafts with their papers and answers: of what was never sent nothing stays but the record that it was there.

    Part of a deed, undone with it; the deed is recorded by its caller.
    """
    ids = [draft.pk for draft in drafts]
    papers = list(Attachment.objects.filter(dossier_id__in=ids).values_list("file_id", flat=True))
    Dossier.objects.filter(pk__in=ids, state=State.DRAFT).delete()
    eforms.drop_answers([draft.answers_id for draft in drafts if draft.answers_id is not None])
    files.drop(papers, actor=actor, now=now)


def _for_herself(actor: Actor, person_id: int | None) -> bool:
    return actor.is_citizen and actor.person_id is not None and person_id in {None, actor.person_id}


def _mandate(
    mandate_id: int | None, procedure_code: str, actor: Actor, person_id: int | None, on: date
) -> Mandate | None:
    """The mandate to file with: its attorney is the citizen acting, or it was given by the person at the counter."""
    if mandate_id is None:
        return None
    found = usable_mandate(mandate_id, procedure_id=procedures.in_force(procedure_code, on).procedure_id, on=on)
    named = found.attorney_id == actor.person_id if actor.is_citizen else found.mandator_id == person_id
    if not named or person_id not in {None, found.mandator_id}:
        raise NoSuchMandate
    return found


def _offering(procedure_id: int, commune_agency_id: int | None, now: datetime) -> OfferingCard:
    """Who receives and decides; whatever id was posted, only a commune that offers it will do."""
    try:
        if commune_agency_id is not None and frozen.agency(commune_agency_id).kind != AgencyKind.COMMUNE:
            raise WrongPlace
        return procedures.offering(procedure_id, commune_agency_id=commune_agency_id, on=clock.local_date(now))
    except (NoOffering, NoSuchAgency) as error:
        raise WrongPlace from error


def _answers_of(like: int, dossier: Dossier, actor: Actor, now: datetime) -> UUID | None:
    before = policies.require_seen(actor, rows.one(Dossier, "id = %s", [like]))
    same = before.person_id == dossier.person_id and before.form_version_id == dossier.form_version_id
    owner = dossier.owner_id or dossier.helper_id
    if not same or before.answers_id is None or owner is None:
        return None
    return eforms.copy_answers(answers_id=before.answers_id, owner_account_id=owner, now=now)
