"""The draft of a form and its pages: one page for each question, section and column; moves by buttons, no JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.kernel import clock
from namkhong.kernel.problems import Invalid, Problem
from namkhong.services.eforms import actions, design_words, differences, edits, finding, forms, policies, queries
from namkhong.services.eforms.edits import Edit
from namkhong.services.eforms.errors import BadForm, NoSuchSection, StaleDraft
from namkhong.services.eforms.models import FormDraft
from namkhong.services.eforms.types import Kind
from namkhong.services.eforms.views.shared import back, blocks, change, kinds, needed, opened, page, pages, taken
from namkhong.web import gates, words
from namkhong.web.http import Request

KEEPERS = policies.KEEPERS
_MOVES: Final[dict[str, Callable[[str], Edit]]] = {
    "up": lambda name: edits.MoveQuestion(name, -1),
    "down": lambda name: edits.MoveQuestion(name, 1),
    "copy": edits.CopyQuestion,
    "remove": edits.RemoveQuestion,
    "section-up": lambda code: edits.MoveSection(code, -1),
    "section-down": lambda code: edits.MoveSection(code, 1),
    "section-join": edits.JoinSection,
    "section-remove": edits.RemoveSection,
}
_OF_COLUMN: Final[dict[str, Callable[[str, str], Edit]]] = {
    "column-up": lambda table, name: edits.MoveQuestion(table, -1, name),
    "column-down": lambda table, name: edits.MoveQuestion(table, 1, name),
    "column-remove": edits.RemoveQuestion,
}


# ---- the whole form


@gates.official(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: Request, key: str) -> HttpResponseBase:
    """The form in design, page by page; a button moves, copies or removes."""
    row = opened(request, key)
    if request.method != "POST":
        return _draft_page(request, row)
    try:
        return back(key, _moved(request, key))
    except NoSuchSection:
        return _draft_page(request, queries.draft(key), StaleDraft(*_last(row)))
    except (BadForm, StaleDraft, Invalid) as problem:
        return _draft_page(request, queries.draft(key), problem)


def _last(row: FormDraft) -> tuple[str, str, int]:
    return row.changed_by, words.moment(row.changed_at), row.revision


def _moved(request: Request, key: str) -> str:
    """What the button says, done; returns where to look."""
    deed, _colon, name = str(request.POST.get("viec", "")).partition(":")
    if deed == "undo":
        actions.undo_form_draft(key=key, revision=forms.number(request.POST), actor=request.actor, now=clock.now())
        messages.success(request, _("Đã trả bản thảo về trước lần sửa vừa rồi. Bấm lần nữa để lấy lại."))
        return ""
    if deed == "send":
        return change(request, key, edits.SendQuestion(name, str(request.POST.get("to", "")))).focus
    if deed in _OF_COLUMN:
        table, _colon, column = name.partition(":")
        return change(request, key, _OF_COLUMN[deed](table, column)).focus
    if deed not in _MOVES:
        raise Invalid(_("Chưa rõ ông/bà muốn làm gì. Xin bấm lại một nút trên trang này."))
    return change(request, key, _MOVES[deed](name)).focus


def _draft_page(request: Request, row: FormDraft, problem: Problem | None = None) -> HttpResponseBase:
    labels = {field["name"]: field for field in finding.questions(row.document)}
    context = {
        "draft": row,
        "document": row.document,
        "count": len(labels),
        "kinds": design_words.KINDS,
        "binds": design_words.BINDS,
        "when": lambda given: differences.conditions_in_words(given, labels),
        "problem": str(problem) if problem else "",
    }
    return render(request, "eforms/admin/draft.html", context, status=problem.status if problem else 200)


# ---- head, sections


@gates.official(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def head(request: Request, key: str) -> HttpResponseBase:
    """The name of the form, its legal basis, what is to be confirmed."""
    row = opened(request, key)
    document = row.document
    values = {
        "title": document["title"],
        "legal_basis": "\n".join(document.get("legal_basis", ())),
        "to_be_confirmed": "\n".join(document.get("to_be_confirmed", ())),
    }
    if request.method != "POST":
        return page(request, row, "head", {"values": values})
    title = forms.line(request.POST, "title", 300)
    basis, unsure = forms.lines(request.POST, "legal_basis"), forms.lines(request.POST, "to_be_confirmed")
    values = {"title": title, "legal_basis": "\n".join(basis), "to_be_confirmed": "\n".join(unsure)}
    errors = {} if title else {"title": _("Xin ghi tên biểu mẫu.")}
    return taken(request, key, edits.EditHead(title, basis, unsure), "head", {"values": values}, errors)


@gates.official(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_section(request: Request, key: str) -> HttpResponseBase:
    """A new page with its first question."""
    row = opened(request, key)
    values = {name: forms.line(request.POST, name, 300) for name in ("title", "label", "kind", "after")}
    context = {"values": values, "kinds": kinds(), "pages": pages(row.document)}
    if request.method != "POST":
        values |= {"kind": Kind.TEXT.value, "after": row.document["sections"][-1]["code"]}
        return page(request, row, "section_new", context)
    kind = forms.kind(request.POST, "kind", Kind)
    errors = needed(values, {"title": _("Xin ghi tên phần."), "label": _("Xin ghi câu hỏi đầu tiên.")}, kind)
    edit = edits.AddSection(values["title"], values["label"], kind or Kind.TEXT, values["after"])
    return taken(request, key, edit, "section_new", context, errors)


@gates.official(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: Request, key: str, part: str) -> HttpResponseBase:
    """The words of a page and when it is asked."""
    row = opened(request, key)
    item = row.document["sections"][finding.section_at(row.document, part)]
    asked = forms.earlier(row.document, section=part)
    posted = request.method == "POST"
    before = item.get("show_if", {})
    show_if = forms.conditions(request.POST, "show_if", before, asked) if posted else before
    values = {"title": item["title"], "intro": item.get("intro", "")}
    if posted:
        values = {"title": forms.line(request.POST, "title", 300), "intro": forms.line(request.POST, "intro", 2_000)}
    context = {
        "item": item,
        "values": values,
        "blocks": blocks(request, row.document, ("show_if",), asked, {"show_if": show_if}),
    }
    if not posted or request.POST.get("them"):
        return page(request, row, "section", context)
    errors = {} if values["title"] else {"title": _("Xin ghi tên phần.")}
    edit = edits.EditSection(part, values["title"], values["intro"], show_if)
    return taken(request, key, edit, "section", context, errors)
