"""The draft as citizens will see it, by the renderer they get, in a frame as wide as a telephone."""

from __future__ import annotations

from typing import Any, Final

from csp.decorators import csp_replace
from django.core import signing
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from namkhong.kernel import clock
from namkhong.services.eforms import binding, checking, documents, layout, policies, queries, reading, rendering
from namkhong.services.eforms.errors import NoSuchSection
from namkhong.services.eforms.types import FormSpec, Kind, Section
from namkhong.web import gates
from namkhong.web.http import Request

KEEPERS = policies.KEEPERS
SALT: Final = "eforms.preview"
END: Final = "kiem-tra"
# Nobody's data: who the preview is shown to.
EXAMPLE: Final[dict[str, Any]] = {
    "applicant": {
        "full_name": "Nguyễn Văn Ví Dụ",
        "personal_number": "011090000000",
        "date_of_birth": "1990-03-27",
        "gender": "male",
        "phone": "0912 345 678",
        "email": "vidu@vidu.vn",
        "address": {"province": "11", "commune": "Xã Mường Phăng", "detail": "Bản Phăng"},
        "address_text": "Bản Phăng, xã Mường Phăng, tỉnh Điện Biên",
    }
}


@gates.official(*KEEPERS)
@require_safe
def preview(request: Request, key: str) -> HttpResponseBase:
    """The frame, and the pages to open in it."""
    policies.require(request.actor, "design", clock.now())
    return render(request, "eforms/admin/preview.html", {"draft": queries.draft(key)})


@gates.official(*KEEPERS)
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": ["'self'"]})  # type: ignore[arg-type] # its stub knows no views with arguments
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request, key: str, part: str) -> HttpResponseBase:
    """One page of the draft, to be filled in and tried; nothing is kept, what was answered travels with the page."""
    policies.require(request.actor, "design", clock.now())
    spec = documents.spec_of(queries.draft(key).document)
    if part == END:
        return _end(request, key, spec, _carried(request))
    found = spec.section(part)
    if found is None:
        raise NoSuchSection
    data = _carried(request)
    if request.method != "POST":
        return _page(request, key, spec, found, data, {})
    bound = binding.bound_values(found, EXAMPLE)
    for field in found.fields:
        value = bound[field.name] if binding.is_fixed(field, bound) else reading.read(field, request.POST)
        if value is not reading.ABSENT:
            data[field.name] = value
    data = {name: value for name, value in data.items() if value is not None}
    if request.POST.get("_them-hang") or request.POST.get("_bo-hang"):
        return _page(request, key, spec, found, data, {}, saved=True)
    errors = _errors(spec, found, data)
    if errors:
        return _page(request, key, spec, found, data, errors, saved=True)
    codes = [section.code for section in spec.sections]
    after = (one for one in checking.visible_sections(spec, data) if codes.index(one.code) > codes.index(part))
    following = next(after, None)
    return _page(request, key, spec, following, data, {}) if following else _end(request, key, spec, data)


def _carried(request: Request) -> dict[str, Any]:
    """What was answered on the pages before; signed, so that only our own pages wrote it."""
    try:
        found: dict[str, Any] = signing.loads(request.POST.get("_tra-loi", ""), salt=SALT)
    except signing.BadSignature:
        return {}
    return found


def _errors(spec: FormSpec, section: Section, data: dict[str, Any]) -> dict[str, str]:
    """What a citizen would be told; nothing is uploaded here, so files are not missed."""
    today = clock.local_date(clock.now())
    found = checking.errors(spec, data, today, layout.validator(dict(spec.schema)))
    files = {field.id for field in section.fields if field.kind is Kind.FILE}
    return {name: said for name, said in checking.of_section(section, found).items() if name not in files}


def _page(
    request: Request,
    key: str,
    spec: FormSpec,
    section: Section,
    data: dict[str, Any],
    errors: dict[str, str],
    *,
    saved: bool = False,
) -> HttpResponseBase:
    body = rendering.section_html(
        spec,
        section,
        data,
        errors,
        binding.bound_values(section, EXAMPLE),
        revision=1 if saved else 0,
        on=clock.local_date(clock.now()),
        one_more=str(request.POST.get("_them-hang", ""))[:60] if saved else "",
    )
    codes = [one.code for one in checking.visible_sections(spec, data)]
    context = {
        "key": key,
        "spec": spec,
        "section": section,
        "body": body,
        "errors": rendering.error_list(errors),
        "place": codes.index(section.code) + 1 if section.code in codes else 0,
        "places": len(codes),
        "carried": signing.dumps(data, salt=SALT),
    }
    return render(request, "eforms/admin/page.html", context)


def _end(request: Request, key: str, spec: FormSpec, data: dict[str, Any]) -> HttpResponseBase:
    context = {"key": key, "spec": spec, "summary": rendering.summary_html(spec, data)}
    return render(request, "eforms/admin/page.html", context)
