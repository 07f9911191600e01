"""The papers of a dossier: given, taken out of the draft again, refused by the scanner after they were taken in."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import actions as files
from namkhong.foundation.files import queries as kept_files
from namkhong.foundation.files.types import FileCard, FileState
from namkhong.foundation.notifications import actions as notifications
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock, rows
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.problems import Invalid
from namkhong.services.dossiers.actions.moving import locked, the_draft
from namkhong.services.dossiers.errors import Missing, NotYours
from namkhong.services.dossiers.identity_papers import is_identity_paper
from namkhong.services.dossiers.models import Attachment, Dossier
from namkhong.services.dossiers.policies import Ability, abilities, require_seen
from namkhong.services.dossiers.queries.supplements import open_request
from namkhong.services.dossiers.states import State
from namkhong.services.dossiers.types import FileLine, NewFile
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import ComponentCard

FILES_PER_COMPONENT: Final = 20


def take(new: NewFile | UUID, *, actor: Actor, now: datetime, purpose: str) -> FileCard:
    """A file that came with the form, or one that came in pieces before and is this very actor's.

    :raises NoSuchFile: when the id is nobody's, or somebody else's.
    """
    if isinstance(new, UUID):
        return files.take_posted(uploads=(), stored_ids=[str(new)], actor=actor, now=now, purpose=purpose)[0]
    return files.store(name=new.name, content=new.content, actor=actor, now=now, purpose=purpose)


@transaction.atomic
def attach(*, dossier_id: int, component_id: int, new: NewFile | UUID, actor: Actor, now: datetime) -> FileLine:
    """Add a file to one of the papers the procedure asks for; the same file twice is there once.

    :raises Invalid: the paper takes no file, or has enough; or the file is not what a dossier may hold.
    """
    dossier, _since = _taking(dossier_id, actor)
    component = _component(dossier, component_id)
    if component.is_form or component.present_only:
        raise Missing("component", _("Giấy tờ này không cần tải lên."))
    given = {
        row.file_id: row
        for row in Attachment.objects.filter(dossier=dossier, kind="component", component_id=component_id)
    }
    if len(given) >= FILES_PER_COMPONENT:
        raise Missing("component", _("Mỗi giấy tờ nhận tối đa %d tệp. Xin gộp các trang vào một tệp.") % 20)
    kept = take(new, actor=actor, now=now, purpose="dossiers.component")
    attachment = given.get(kept.id)
    if attachment is None:
        attachment = Attachment(
            dossier=dossier,
            kind="component",
            component_id=component_id,
            identity=is_identity_paper(component.name),
            **_of(kept, actor, now),
        )
        rows.insert(attachment)
        Dossier.objects.filter(pk=dossier.pk).update(saved_at=now)
        audit.record(actor, "dossiers.file_attached", ("dossier", dossier.pk), now=now, detail={"file": str(kept.id)})
    return FileLine(attachment.pk, kept.id, attachment.name, kept.size_text, str(kept.state), component_id)


@transaction.atomic
def detach(*, dossier_id: int, attachment_id: int, actor: Actor, now: datetime) -> None:
    """Take a file out of the draft again; taking out what is gone already changes nothing.

    Of a supplement only what was added since it was asked for can be taken out: what was filed stays.
    """
    dossier, since = _taking(dossier_id, actor)
    mine = Attachment.objects.filter(dossier=dossier, pk=attachment_id, kind="component")
    gone, _per_model = (mine if since is None else mine.filter(added_at__gte=since)).delete()
    if gone:
        audit.record(actor, "dossiers.file_detached", ("dossier", dossier.pk), now=now, detail={"id": attachment_id})


def _taking(dossier_id: int, actor: Actor) -> tuple[Dossier, datetime | None]:
    """The locked dossier that takes files now: a draft, or one that was asked for more, and since when.

    :raises AlreadyFiled: what is sent does not change.
    """
    dossier = locked(dossier_id)
    if dossier is None or dossier.now_in is not State.SUPPLEMENT_REQUESTED:
        return the_draft(dossier_id, actor), None
    if Ability.COMPLETE_SUPPLEMENT not in abilities(actor, require_seen(actor, dossier)):
        raise NotYours
    return dossier, open_request(dossier).sent_at


def keep_result(dossier: Dossier, new: NewFile | UUID, *, actor: Actor, now: datetime) -> None:
    """The newest file is the result; a draft it replaces stays in the file store and in the record, not in the dossier."""
    kept = take(new, actor=actor, now=now, purpose="dossiers.result")
    before = list(Attachment.objects.filter(dossier=dossier, kind="result"))
    replaced = [row.pk for row in before if row.file_id != kept.id]
    if replaced:
        Attachment.objects.filter(pk__in=replaced).delete()
    if len(replaced) == len(before):
        rows.insert(Attachment(dossier=dossier, kind="result", component_id=None, **_of(kept, actor, now)))


def drop_draft_result(dossier: Dossier) -> None:
    """A draft that nobody signed is no result: it stays in the file store and in the record, not in the dossier."""
    Attachment.objects.filter(dossier=dossier, kind="result").delete()


@transaction.atomic
def mark_refused(*, file_id: UUID, now: datetime) -> int:
    """The scanner refused a file after it was taken in: whoever has the dossier is told, once. Returns how many papers."""
    rows = Attachment.objects.select_for_update(of=("self",)).select_related("dossier")
    found = list(rows.filter(file_id=file_id, refused_at=None))
    system = Actor.system(_("Hệ thống"))
    infected = kept_files.file(file_id).state == FileState.INFECTED if found else False
    for attachment in found:
        dossier = attachment.dossier
        attachment.refused_at = now
        attachment.save(update_fields=["refused_at"])
        audit.record(system, "dossiers.file_refused", ("dossier", dossier.pk), now=now, detail={"file": str(file_id)})
        for account_id in _who_has(dossier, now):
            _tell(account_id, attachment, now, infected=infected)
    return len(found)


def _who_has(dossier: Dossier, now: datetime) -> list[int]:
    """The officials whose turn it is; of a draft, whoever fills it."""
    if dossier.is_draft:
        return [account for account in (dossier.helper_id or dossier.owner_id,) if account is not None]
    if dossier.holder_account_id is not None:
        return [dossier.holder_account_id]
    if dossier.holder_agency_id is None:
        return []
    held = organisations.officials_at(dossier.holder_agency_id, Role(dossier.holder_role), clock.local_date(now))
    return [official.account_id for official in held]


def _tell(account_id: int, attachment: Attachment, now: datetime, *, infected: bool) -> None:
    dossier = attachment.dossier
    if dossier.is_draft:
        link = reverse("draft", kwargs={"public_id": dossier.public_id, "section": "giay-to"})
        text = _("Một tệp trong bản nháp “%s” bị từ chối khi quét vi-rút và đã bị hủy. Xin tải lên tệp khác.")
        text %= dossier.procedure_name
    else:
        link = reverse("officer_dossier", kwargs={"code": dossier.code or ""})
        text = _("Một tệp trong hồ sơ %s bị từ chối khi quét vi-rút và đã bị hủy. Xin mở hồ sơ để xem là giấy tờ nào.")
        text %= dossier.code
    notifications.notify(
        account_id=account_id,
        title=_("Tệp bị từ chối vì có mã độc") if infected else _("Tệp bị từ chối vì không quét được vi-rút"),
        text=text,
        link=link,
        about=("dossier", dossier.pk),
        key=f"dossiers.file_refused:{attachment.pk}:{account_id}",
        now=now,
    )


def _of(kept: FileCard, actor: Actor, now: datetime) -> dict[str, object]:
    return {
        "file_id": kept.id,
        "name": kept.name[:255],
        "size": kept.size,
        "added_at": now,
        "added_by_id": actor.account_id,
    }


def _component(dossier: Dossier, component_id: int) -> ComponentCard:
    version = procedures.version(dossier.procedure_version_id)
    for component in version.components:
        if component.id == component_id:
            return component
    raise Invalid(_("Thủ tục này không cần giấy tờ đó. Xin mở lại trang giấy tờ."))
