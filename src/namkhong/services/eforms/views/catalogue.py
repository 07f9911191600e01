"""The list of forms, one form with its versions, what is different between two, files out and in."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namkhong.kernel import clock
from namkhong.kernel.problems import Invalid
from namkhong.services.eforms import actions, differences, documents, forms, policies, queries
from namkhong.services.eforms.errors import BadForm, DraftExists, NoSuchForm, StaleDraft
from namkhong.services.eforms.models import FormDraft, FormVersion
from namkhong.web import gates
from namkhong.web.http import Request

KEEPERS = policies.KEEPERS
DRAFT = "ban-thao"


@gates.official(*KEEPERS)
@require_safe
def all_forms(request: Request) -> HttpResponseBase:
    """Every form with the version that holds, page by page."""
    now = clock.now()
    policies.require(request.actor, "see", now)
    page = queries.forms(clock.local_date(now), cursor=request.GET.get("tiep", ""))
    here = reverse("admin_forms")
    context = {
        "items": page.items,
        "today": clock.local_date(now),
        "next_url": f"{here}?tiep={page.next}" if page.next else "",
        "first_url": here if request.GET.get("tiep") else "",
    }
    return render(request, "eforms/admin/forms.html", context)


@gates.official(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponseBase:
    """A form that is not there yet: nearly empty, or like another."""
    now = clock.now()
    policies.require(request.actor, "design", now)
    values = {name: forms.line(request.POST, name, 300) for name in ("title", "key", "copy_of")}
    if request.method != "POST":
        values["key"] = forms.line(request.GET, "ma", 60)
        return _new_page(request, values, {})
    errors = {} if values["title"] else {"title": _("Xin ghi tên biểu mẫu.")}
    if values["key"] and not _is_key(values["key"]):
        errors["key"] = _("Mã chỉ gồm chữ thường không dấu, chữ số, dấu chấm và dấu gạch, nhiều nhất 60 ký tự.")
    if errors:
        return _new_page(request, values, errors)
    try:
        key = actions.begin_form(**values, actor=request.actor, now=now)
    except DraftExists as problem:
        return _new_page(request, values, {"key": str(problem)}, DraftExists.status)
    except (NoSuchForm, BadForm) as problem:
        return _new_page(request, values, {"copy_of" if isinstance(problem, NoSuchForm) else "title": str(problem)})
    messages.success(request, _("Đã mở bản thảo mới."))
    return HttpResponseRedirect(reverse("admin_form_draft", args=[key]))


def _is_key(given: str) -> bool:
    return len(given) <= 60 and given.isascii() and given[0].isalnum() and not set(given) - set(_KEY)


_KEY = "abcdefghijklmnopqrstuvwxyz0123456789._-"


def _new_page(request: Request, values: dict[str, str], errors: dict[str, str], status: int = 0) -> HttpResponseBase:
    choices = [("", _("Không, bắt đầu từ đầu")), *queries.forms_to_choose(clock.local_date(clock.now()))]
    context = {"values": values, "errors": errors, "forms": choices}
    return render(request, "eforms/admin/new.html", context, status=status or (Invalid.status if errors else 200))


@gates.official(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, key: str) -> HttpResponseBase:
    """One form: its versions and its draft; sent, a draft is begun."""
    now = clock.now()
    policies.require(request.actor, "see", now)
    if request.method == "POST":
        actions.begin_form_draft(key=key, actor=request.actor, now=now)
        return HttpResponseRedirect(reverse("admin_form_draft", args=[key]))
    versions, draft = queries.versions_of(key), queries.draft_of(key)
    if not versions and draft is None:
        raise NoSuchForm
    context = {"key": key, "versions": versions, "draft": draft, "today": clock.local_date(now)}
    return render(request, "eforms/admin/form.html", context | {"title": _title(versions, draft)})


def _title(versions: list[FormVersion], draft: FormDraft | None) -> str:
    return versions[0].title if versions else draft.title if draft else ""


def _document(key: str, which: str) -> dict[str, Any]:
    """A version by its number, or the draft.

    :raises NoSuchForm: when there is none.
    """
    if which == DRAFT:
        found: dict[str, Any] = queries.draft(key).document
        return found
    if not (which.isascii() and which.isdigit() and len(which) < 10):
        raise NoSuchForm
    return queries.document(key, int(which))


@gates.official(*KEEPERS)
@require_safe
def compare(request: Request, key: str) -> HttpResponseBase:
    """What is different between two versions, or between the last one and the draft."""
    policies.require(request.actor, "see", clock.now())
    versions, draft = queries.versions_of(key), queries.draft_of(key)
    offered = [*([(DRAFT, _("Bản thảo"))] if draft else [])]
    offered += [(str(row.number), _("Phiên bản %(number)s") % {"number": row.number}) for row in versions]
    if not offered:
        raise NoSuchForm
    keys = [which for which, _words in offered]
    after = request.GET.get("den", "") or keys[0]
    before = request.GET.get("tu", "") or (keys[1] if len(keys) > 1 else keys[0])
    context = {
        "key": key,
        "title": _title(versions, draft),
        "offered": offered,
        "before": before,
        "after": after,
        "found": differences.between(_document(key, before), _document(key, after)),
    }
    return render(request, "eforms/admin/compare.html", context)


@gates.official(*KEEPERS)
@require_safe
def file(request: Request, key: str, which: str) -> HttpResponseBase:
    """A version or the draft as a file, in the shape of the forms the product ships."""
    policies.require(request.actor, "see", clock.now())
    return _download(documents.written(_document(key, which)), f"{key}-{which}.json")


@gates.official(*KEEPERS)
@require_safe
def schema(request: Request, key: str, which: str) -> HttpResponseBase:
    """What right answers look like, as a JSON Schema (2020-12), for other programs."""
    policies.require(request.actor, "see", clock.now())
    spec = documents.spec_of(_document(key, which))
    return _download(json.dumps(spec.schema, ensure_ascii=False, indent=1) + "\n", f"{key}-{which}.schema.json")


def _download(content: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


@gates.official(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def take_file(request: Request, key: str = "") -> HttpResponseBase:
    """A form file becomes a new draft, or takes the place of the draft of a form."""
    now = clock.now()
    policies.require(request.actor, "design", now)
    draft = queries.draft(key) if key else None
    revision = draft.revision if draft else None
    if request.method != "POST":
        return _file_page(request, key, revision, "", [])
    given, said = _given(request)
    if said:
        return _file_page(request, key, revision, given, [said])
    try:
        sent = forms.number(request.POST) if key else None
        made = actions.take_form_file(given=given, key=key, revision=sent, actor=request.actor, now=now)
    except BadForm as problem:
        found = problem.fields.get("json")
        return _file_page(request, key, revision, given, found if isinstance(found, list) else [str(problem)])
    except (StaleDraft, DraftExists) as problem:
        return _file_page(request, key, revision, given, [str(problem)], problem.status)
    messages.success(request, _("Đã nhận tệp biểu mẫu vào bản thảo."))
    return HttpResponseRedirect(reverse("admin_form_draft", args=[made]))


def _given(request: Request) -> tuple[str, str]:
    """The text of the file chosen, else what was pasted; with a sentence when it cannot be read."""
    uploaded = request.FILES.get("tep")
    if uploaded is None:
        pasted = str(request.POST.get("json", ""))
        return pasted, "" if pasted.strip() else _("Xin chọn tệp, hoặc dán nội dung tệp vào ô.")
    if (uploaded.size or 0) > documents.LARGEST * 3:
        return "", _("Tệp lớn quá 3 MB. Xin chọn đúng tệp biểu mẫu.")
    try:
        return uploaded.read().decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return "", _("Tệp này không phải chữ (mã UTF-8). Xin chọn tệp biểu mẫu dạng JSON.")


def _file_page(
    request: Request, key: str, revision: int | None, given: str, wrong: list[Any], status: int = 0
) -> HttpResponseBase:
    context = {"key": key, "revision": revision, "given": given[: documents.LARGEST], "wrong": wrong}
    return render(request, "eforms/admin/file.html", context, status=status or (Invalid.status if wrong else 200))
