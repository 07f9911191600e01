"""What was asked of the applicant, and what of it is still not there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from namkhong.services.dossiers.errors import WrongState
from namkhong.services.dossiers.models import (
    OPEN_REQUEST,
    Attachment,
    Dossier,
    RequestState,
    SupplementItem,
    SupplementRequest,
)
from namkhong.services.dossiers.queries.drafts import needs_file
from namkhong.services.dossiers.types import Asked, AskedItem, MissingItem
from namkhong.services.eforms import queries as forms
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import ComponentCard


def asked_of(dossier: Dossier) -> list[Asked]:
    """Every request of a dossier that was not sent back, the newest first."""
    rows = SupplementRequest.objects.filter(dossier=dossier, number__gt=0).prefetch_related("items").order_by("-id")
    found = list(rows[:20])
    components = _components(dossier) if found else {}
    return [_asked(row, components) for row in found]


def open_request(dossier: Dossier, *, lock: bool = False) -> SupplementRequest:
    """The request that is under way.

    :raises WrongState: when there is none.
    """
    rows = SupplementRequest.objects.filter(dossier=dossier, state__in=[state.value for state in OPEN_REQUEST])
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise WrongState(_("không có yêu cầu bổ sung"))
    return found


def sent_request(dossier: Dossier) -> Asked | None:
    """What the applicant is asked just now, when she is asked something."""
    return next((asked for asked in asked_of(dossier) if asked.state == RequestState.SENT), None)


def still_missing(dossier: Dossier, request: SupplementRequest, reply: str) -> dict[str, str]:
    """What was asked for and has not been given online: ``item-<id>`` → sentence."""
    items = list(SupplementItem.objects.filter(request=request).order_by("position"))
    components = _components(dossier)
    given = set(
        Attachment.objects.filter(
            dossier=dossier, kind="component", refused_at=None, added_at__gte=request.sent_at or request.asked_at
        ).values_list("component_id", flat=True)
    )
    missing: dict[str, str] = {}
    for item in items:
        kind = kind_of(components.get(item.component_id or 0))
        if kind == "file" and item.component_id not in given:
            missing[f"item-{item.pk}"] = _("Xin tải lên giấy tờ cho mục: %s") % item.what
        elif kind == "form" and not _was_corrected(dossier, request):
            missing[f"item-{item.pk}"] = _("Xin sửa tờ khai theo mục: %s") % item.what
        elif kind == "words" and not reply:
            missing["reply"] = _("Xin viết trả lời cho mục: %s") % item.what
    return missing


def likely_missing(dossier: Dossier) -> list[MissingItem]:
    """What the platform can see by itself: papers that must be there and are not, or whose file was destroyed."""
    papers = Attachment.objects.filter(dossier=dossier, kind="component")
    refused: set[int | None] = set()
    given: set[int | None] = set()
    for component_id, refused_at in papers.values_list("component_id", "refused_at"):
        (given if refused_at is None else refused).add(component_id)
    return [
        MissingItem(
            what=_("Gửi lại tệp, tệp cũ bị hủy vì có mã độc hoặc không quét được")
            if component.id in refused
            else _("Chưa có giấy tờ này trong hồ sơ"),
            law="",
            sample=_("Chụp hoặc quét đủ các trang, rõ chữ"),
            component_id=component.id,
        )
        for component in _components(dossier).values()
        if component.id not in given and (needs_file(component) or component.id in refused)
    ]


def askable(dossier: Dossier) -> list[ComponentCard]:
    """The papers that may be asked for: those of the procedure and no others."""
    return list(_components(dossier).values())


def kind_of(component: ComponentCard | None) -> str:
    """How something is answered online: by a file, by correcting the form, or in words."""
    if component is None or component.present_only:
        return "words"
    return "form" if component.is_form else "file"


def _components(dossier: Dossier) -> dict[int, ComponentCard]:
    return {component.id: component for component in procedures.version(dossier.procedure_version_id).components}


def _was_corrected(dossier: Dossier, request: SupplementRequest) -> bool:
    if request.corrected_id is None or dossier.answers_id is None:
        return dossier.answers_id is None  # a dossier without a form of ours: there is nothing to correct here
    return bool(forms.answers(request.corrected_id).data != forms.answers(dossier.answers_id).data)


def _asked(row: SupplementRequest, components: dict[int, ComponentCard]) -> Asked:
    items = sorted(row.items.all(), key=lambda item: item.position)
    return Asked(
        id=row.pk,
        number=row.number,
        state=row.state,
        reason=row.reason,
        items=tuple(_item(item, components) for item in items),
        by_name=row.asked_by_name,
        by_title=row.asked_by_title,
        asked_at=row.asked_at,
        notify_by=row.notify_by,
        sent_at=row.sent_at,
        answer_by=row.answer_by,
        told_late=row.told_late,
        reply=row.reply,
        answered_at=row.answered_at,
        corrected=row.corrected_id,
    )


def _item(item: SupplementItem, components: dict[int, ComponentCard]) -> AskedItem:
    component = components.get(item.component_id or 0)
    return AskedItem(
        id=item.pk,
        what=item.what,
        law=item.law,
        sample=item.sample,
        component_id=item.component_id,
        component=component.name if component else "",
        kind=kind_of(component),
    )
