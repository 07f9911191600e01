"""The pages of one question and of one column of a table."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.services.eforms import design_words, designing, edits, finding, forms, policies, shape
from namkhong.services.eforms.checking import part_label
from namkhong.services.eforms.documents import Document, code_lists
from namkhong.services.eforms.types import Kind
from namkhong.services.eforms.views.shared import back, blocks, kinds, needed, opened, page, pages, taken
from namkhong.web import gates
from namkhong.web.http import Request

KEEPERS = policies.KEEPERS


@gates.official(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: Request, key: str, part: str) -> HttpResponseBase:
    """A new question of a page: its words and its kind; everything else comes on its own page."""
    row = opened(request, key)
    item = row.document["sections"][finding.section_at(row.document, part)]
    values = {name: forms.line(request.POST, name) for name in ("label", "kind", "after")}
    places = [(field["name"], _("Sau “%(label)s”") % {"label": field["label"]}) for field in item["fields"]]
    context = {"item": item, "values": values, "kinds": kinds(), "places": places[::-1]}
    if request.method != "POST":
        values["kind"] = Kind.TEXT.value
        return page(request, row, "question_new", context)
    kind = forms.kind(request.POST, "kind", Kind)
    errors = needed(values, {"label": _("Xin ghi câu hỏi.")}, kind)
    edit = edits.AddQuestion(part, values["label"], kind or Kind.TEXT, values["after"])
    return taken(
        request,
        key,
        edit,
        "question_new",
        context,
        errors,
        lambda focus: redirect("admin_form_question", key, focus[2:]),
    )


@gates.official(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_column(request: Request, key: str, field: str) -> HttpResponseBase:
    """A new column of a table."""
    row = opened(request, key)
    fields, place = finding.question_at(row.document, field)
    values = {name: forms.line(request.POST, name) for name in ("label", "kind")}
    context = {"table": fields[place], "values": values, "kinds": kinds(shape.IN_ROWS)}
    if request.method != "POST":
        values["kind"] = Kind.TEXT.value
        return page(request, row, "column_new", context)
    kind = forms.kind(request.POST, "kind", shape.IN_ROWS)
    errors = needed(values, {"label": _("Xin ghi tên cột.")}, kind)
    edit = edits.AddColumn(field, values["label"], kind or Kind.TEXT)
    return taken(
        request, key, edit, "column_new", context, errors, lambda _focus: redirect("admin_form_question", key, field)
    )


@gates.official(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Request, key: str, field: str, column: str = "") -> HttpResponseBase:
    """Everything that can be said of a question, or of a column of a table."""
    row = opened(request, key)
    items, place = finding.column_at(row.document, field, column)
    before = items[place]
    typed = forms.Typed(forms.values_of(before), dict(before))
    if request.method == "POST":
        typed = forms.read_question(request.POST, before, row.document, column=bool(column))
    context = _question_context(request, row.document, field, column, typed)
    if request.method != "POST" or request.POST.get("them"):
        return page(request, row, "question", context)
    edit = edits.EditQuestion(field, typed.settings, column)
    following = str(context["next"]) if request.POST.get("tiep") else ""

    def done(focus: str) -> HttpResponseBase:
        if typed.settings["kind"] != before["kind"]:  # another kind is asked other things
            return redirect(request.path)
        if column or following:
            return redirect("admin_form_question", key, field if column else following)
        return back(key, focus)

    return taken(request, key, edit, "question", context, typed.errors, done)


def _question_context(
    request: Request, document: Document, field: str, column: str, typed: forms.Typed
) -> dict[str, Any]:
    items, place = finding.column_at(document, field, column)
    fields, at = finding.question_at(document, field)
    kind = Kind(items[place]["kind"])
    names = [one["name"] for one in finding.questions(document)]
    here = names.index(field)
    asked = forms.earlier(document, name=field)
    keys = () if column else forms.CONDITIONS
    binds = [(path, str(said)) for path, (said, fits) in design_words.BINDS.items() if kind in fits]
    bound = typed.values["bind"]
    return {
        "field": items[place],
        "table": fields[at] if column else None,
        "home": next(item for item in document["sections"] if fields is item["fields"]),
        "values": typed.values,
        "may": designing.settings_of(kind, column=bool(column)),
        "kind": kind.value,
        "kinds": kinds(shape.IN_ROWS if column else Kind),
        "kind_words": design_words.KINDS,
        "binds": [
            ("", _("Không, người nộp tự điền")),
            *binds,
            *([(bound, bound)] if bound and bound not in dict(binds) else []),
        ],
        "lists": [
            ("", _("Tự ghi dưới đây")),
            *((name, str(said)) for name, said in design_words.LISTS.items() if name in code_lists()),
        ],
        "parts": [(part, part_label(part)) for part in shape.PARTS.get(kind, ())],
        "formats": _formats(typed.values["format"]),
        "blocks": blocks(request, document, keys, asked, typed.settings),
        "others": [
            item
            for item in pages(document)
            if fields is not document["sections"][finding.section_at(document, item[0])]["fields"]
        ],
        "next": names[here + 1] if here + 1 < len(names) and not column else "",
    }


def _formats(now: str) -> list[tuple[str, str]]:
    made = [
        ("", _("Chữ bất kỳ")),
        ("id", _("Số định danh, 12 chữ số")),
        ("phone", _("Số điện thoại")),
        ("email", _("Thư điện tử")),
        ("name", _("Họ tên, không có chữ số")),
    ]
    return [*made, ("own", _("Mẫu riêng, ghi trong tệp"))] if now == "own" else made
