"""Designing a process: the draft step by step, taken from a file, published from a day on, or thrown away."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.services.procedures import actions, design, forms_process, policies, process_words, queries
from namkhong.services.procedures.bpmn_reading import LARGEST, read_bpmn
from namkhong.services.procedures.errors import BadFile, NoSuchDraft
from namkhong.services.procedures.views.processes import picture
from namkhong.web import gates
from namkhong.web.http import Request

_READ_OR_SENT = ["GET", "HEAD", "POST"]


@gates.official(*policies.KEEPERS)
@require_http_methods(_READ_OR_SENT)
def new(request: Request) -> HttpResponseBase:
    """A process that is not there yet: by its name, or from a file."""
    policies.require(request.actor, "design_process", clock.now())
    typed, errors, status = request.POST.get("name", "")[:400], {}, 200
    if request.method == "POST":
        given = request.FILES.get("tep")
        try:
            if given is None:
                key = actions.new_process_draft(name=typed, actor=request.actor, now=clock.now())
            else:
                key = actions.take_process_draft(_read(given), actor=request.actor, now=clock.now())
            return HttpResponseRedirect(reverse("process_draft", args=[key]))
        except BadFile as problem:
            errors, status = {"tep": str(problem)}, problem.status
        except Invalid as problem:
            errors, status = _said(problem, "name"), problem.status
        except Conflict as problem:
            errors, status = {"tep": str(problem)}, problem.status
    context = {"typed": typed, "errors": errors}
    return render(request, "procedures/admin/process_new.html", context, status=status)


def _read(given: UploadedFile[bytes]) -> Any:
    """The process in a JSON or BPMN file.

    :raises BadFile: when it is neither.
    """
    if (given.size or 0) > LARGEST:
        raise BadFile(_("Tệp lớn quá 2 MB. Xin chọn đúng tệp của một quy trình."))
    data = given.read()
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return read_bpmn(data)
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise BadFile(_("Tệp này không đọc được. Xin chọn tệp quy trình dạng JSON hoặc BPMN 2.0.")) from error


@gates.official(*policies.KEEPERS)
@require_POST
def begin(request: Request, key: str) -> HttpResponseBase:
    """Begin to change a process."""
    actions.begin_process_draft(key=key, actor=request.actor, now=clock.now())
    return HttpResponseRedirect(reverse("process_draft", args=[key]))


@gates.official(*policies.KEEPERS)
@require_http_methods(_READ_OR_SENT)
def draft(request: Request, key: str) -> HttpResponseBase:
    """The draft: its picture, its steps, what it changes; steps are moved, taken out, the process renamed."""
    policies.require(request.actor, "design_process", clock.now())
    card = queries.process_draft(key)
    if request.method != "POST":
        return _draft_page(request, card)
    deed, code = request.POST.get("viec", ""), request.POST.get("buoc", "")
    steps = card.steps
    if deed == "len":
        steps = design.shifted(steps, code, -1)
    elif deed == "xuong":
        steps = design.shifted(steps, code, 1)
    elif deed == "bo":
        steps = design.without(steps, code)
    name = request.POST.get("name", card.name)[:400] if deed == "ten" else card.name
    try:
        _keep(request, card, name, steps)
    except Invalid as problem:
        return _draft_page(request, queries.process_draft(key), errors=_said(problem, "name"), typed=name)
    except Conflict as problem:
        return _draft_page(request, queries.process_draft(key), conflict=str(problem))
    return HttpResponseRedirect(reverse("process_draft", args=[key]))


def _keep(request: Request, card: queries.DraftCard, name: str, steps: list[dict[str, Any]]) -> None:
    actions.change_process_draft(
        key=card.key, name=name, steps=steps, revision=_revision(request), actor=request.actor, now=clock.now()
    )


def _revision(request: Request) -> int:
    written = request.POST.get("revision", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0


def _said(problem: Invalid, otherwise: str) -> dict[str, str]:
    return {name: str(text) for name, text in problem.fields.items()} or {otherwise: str(problem)}


def _draft_page(
    request: Request,
    card: queries.DraftCard,
    *,
    errors: dict[str, str] | None = None,
    conflict: str = "",
    typed: str | None = None,
) -> HttpResponseBase:
    names = dict(queries.who_can_be_asked())
    context = {
        "draft": card,
        "errors": errors or {},
        "conflict": conflict,
        "typed": card.name if typed is None else typed,
        "changes": _changes(card, names),
        **picture(card.content, names),
    }
    status = 409 if conflict else 422 if errors else 200
    return render(request, "procedures/admin/process_draft.html", context, status=status)


def _changes(card: queries.DraftCard, names: dict[str, str]) -> list[str] | None:
    """What the draft changes of the version it began as; ``None`` for a new process."""
    if card.base is None:
        return None
    return process_words.difference(queries.process_content(card.base).content, card.content, names)


@gates.official(*policies.KEEPERS)
@require_http_methods(_READ_OR_SENT)
def one_step(request: Request, key: str, step: str = "") -> HttpResponseBase:
    """One step of the draft, changed or added."""
    code = step
    policies.require(request.actor, "design_process", clock.now())
    card = queries.process_draft(key)
    one = next((kept for kept in card.steps if kept["code"] == code), None)
    if code and one is None:
        raise NoSuchDraft
    if request.method != "POST":
        return _step_page(request, card, code, forms_process.values_of(one), {})
    values = forms_process.typed(request.POST)
    try:
        read = forms_process.read_step(values, _earlier(card, code), dict(_askable()))
        _keep(request, card, card.name, design.with_step(card.steps, code, read))
    except BadFile as problem:
        return _step_page(request, card, code, values, {"name": str(problem)})
    except Invalid as problem:
        return _step_page(request, card, code, values, _said(problem, "name"))
    except Conflict as problem:
        return _step_page(request, card, code, values, {}, conflict=str(problem))
    return HttpResponseRedirect(reverse("process_draft", args=[key]))


def _earlier(card: queries.DraftCard, code: str) -> dict[str, str]:
    """Where the step may be sent back to: what stands before it, but not the reception."""
    codes = [step["code"] for step in card.steps]
    place = codes.index(code) if code in codes else len(codes)
    return {step["code"]: step["name"] for step in card.steps[:place] if step["kind"] not in {"receive", "hand_over"}}


def _askable() -> list[tuple[str, str]]:
    units = [(key, str(process_words.UNITS[key])) for key in ("office", "economy", "culture")]
    return [*units, *queries.who_can_be_asked()]


def _step_page(
    request: Request,
    card: queries.DraftCard,
    code: str,
    values: dict[str, Any],
    errors: dict[str, str],
    *,
    conflict: str = "",
) -> HttpResponseBase:
    blank = {"agency": "", "question": "", "value": 3, "unit": "working_day", "silence": "blocks"}
    back = [("truoc", _("bước ngay trước")), *_earlier(card, code).items(), ("", _("không trả lại bước nào"))]
    context = {
        "draft": card,
        "code": code,
        "values": values,
        "errors": errors,
        "conflict": conflict,
        "opinions": values["opinions"] + [blank] * forms_process.BLANK_ROWS,
        "kinds": list(process_words.KINDS.items()),
        "roles": [(role.value, process_words.ROLES[role]) for role in design.WORKING],
        "units": list(process_words.UNITS.items()),
        "back": back,
        "countings": list(process_words.COUNTINGS.items()),
        "limits": list(process_words.LIMITS.items()),
        "silences": list(process_words.SILENCES.items()),
        "agencies": [("", _("không hỏi")), *_askable()],
    }
    status = 409 if conflict else 422 if errors else 200
    return render(request, "procedures/admin/process_step.html", context, status=status)


@gates.official(*policies.KEEPERS)
@require_POST
def discard(request: Request, key: str) -> HttpResponseBase:
    """Throw the draft away."""
    policies.require(request.actor, "design_process", clock.now())
    card = queries.process_draft(key)
    try:
        actions.discard_process_draft(key=key, revision=_revision(request), actor=request.actor, now=clock.now())
    except Conflict as problem:
        return _draft_page(request, queries.process_draft(key), conflict=str(problem))
    messages.success(request, _("Đã bỏ bản nháp. Quy trình đang dùng không thay đổi."))
    there = reverse("processes") if card.base is None else reverse("process", args=[key])
    return HttpResponseRedirect(there)


@gates.official(*policies.KEEPERS, elevated=True)
@require_http_methods(_READ_OR_SENT)
def publish(request: Request, key: str) -> HttpResponseBase:
    """From a day on, new dossiers are worked on by the draft."""
    policies.require(request.actor, "publish_process", clock.now())
    if request.method != "POST":
        tomorrow = clock.local_date(clock.now()) + timedelta(days=1)
        from_day = {"day": tomorrow.day, "month": tomorrow.month, "year": tomorrow.year}
        return _publish_page(request, queries.process_draft(key), {}, {"basis": "", "from_day": from_day})
    values: dict[str, Any] = {
        "basis": request.POST.get("basis", "")[:2_000],
        "from_day": {part: request.POST.get(f"from_day-{part}", "")[:10] for part in ("day", "month", "year")},
    }
    try:
        actions.publish_process_draft(
            key=key,
            revision=_revision(request),
            valid_from=clock.typed_day(values["from_day"]),
            basis=values["basis"],
            actor=request.actor,
            now=clock.now(),
        )
    except Invalid as problem:
        return _publish_page(request, queries.process_draft(key), _said(problem, "basis"), values)
    except Conflict as problem:
        return _publish_page(request, queries.process_draft(key), {}, values, conflict=str(problem))
    messages.success(
        request, _("Đã ban hành. Hồ sơ đang giải quyết vẫn theo phiên bản lúc nhận; xin chạy thử trước khi chuyển.")
    )
    newest = queries.versions_of_process(key)[0]
    return HttpResponseRedirect(reverse("process_version", args=[key, newest.number]))


def _publish_page(
    request: Request, card: queries.DraftCard, errors: dict[str, str], values: dict[str, Any], *, conflict: str = ""
) -> HttpResponseBase:
    names = dict(queries.who_can_be_asked())
    context = {
        "draft": card,
        "errors": errors,
        "values": values,
        "conflict": conflict,
        "changes": _changes(card, names),
    }
    status = 409 if conflict else 422 if errors else 200
    return render(request, "procedures/admin/process_publish.html", context, status=status)
