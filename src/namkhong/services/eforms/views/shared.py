"""What the pages of the designer share: the draft opened, an edit done, a page shown again with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Invalid, Problem
from namkhong.services.eforms import actions, design_words, designing, differences, forms, meaning, policies, queries
from namkhong.services.eforms.documents import Document, code_lists
from namkhong.services.eforms.edits import Edit
from namkhong.services.eforms.errors import BadForm, StaleDraft
from namkhong.services.eforms.models import FormDraft
from namkhong.services.eforms.types import Kind
from namkhong.web.http import Request


def opened(request: Request, key: str) -> FormDraft:
    """The draft of a form, for those who may design it."""
    policies.require(request.actor, "design", clock.now())
    return queries.draft(key)


def change(request: Request, key: str, edit: Edit) -> designing.Edited:
    """One edit, under the revision the page carries."""
    return actions.change_form_draft(
        key=key, revision=forms.number(request.POST), edit=edit, actor=request.actor, now=clock.now()
    )


def back(key: str, focus: str = "") -> HttpResponseRedirect:
    """To the form in design, at the place just changed."""
    return HttpResponseRedirect(reverse("admin_form_draft", args=[key]) + (f"#{focus}" if focus else ""))


def kinds(among: tuple[Kind, ...] | type[Kind] = Kind) -> list[tuple[str, str]]:
    """Kinds of question to choose from, in words."""
    return [(kind.value, str(design_words.KINDS[kind])) for kind in among]


def pages(document: Document) -> list[tuple[str, str]]:
    """The pages of a form: code and title."""
    return [(item["code"], item["title"]) for item in document["sections"]]


def needed(values: dict[str, str], sentences: dict[str, str], kind: Kind | None) -> dict[str, str]:
    """Sentences for what was left empty."""
    errors = {name: sentence for name, sentence in sentences.items() if not values[name]}
    return errors if kind else errors | {"kind": _("Xin chọn loại câu hỏi.")}


def blocks(
    request: Request, document: Document, keys: tuple[str, ...], asked: list[dict[str, Any]], settings: dict[str, Any]
) -> list[dict[str, Any]]:
    """The conditions of a question or a page: the boxes to tick, and which questions may still be added."""
    words = {
        "show_if": (
            _("Chỉ hiện khi"),
            _("Không có điều kiện nào thì luôn hiện. Nhiều điều kiện thì phải đúng tất cả."),
        ),
        "required_if": (_("Chỉ bắt buộc khi"), _("Luôn hỏi, nhưng chỉ buộc trả lời khi các điều kiện này đúng.")),
    }
    known = {one["name"]: one for one in asked}
    blocks = []
    for key in keys:
        given = settings.get(key, {})
        shown = forms.asked_conditions(request.POST, key) if request.method == "POST" else list(given)
        rows = []
        for name in (name for name in shown if name in known):
            wanted = given.get(name, [])
            offered = meaning.answers_to(known[name], code_lists()) or []
            boxes = [(forms.as_posted(value), differences.answer_in_words(known[name], value)) for value in offered]
            ticked = [forms.as_posted(value) for value in (wanted if isinstance(wanted, list) else [wanted])]
            rows.append({"name": name, "label": known[name]["label"], "boxes": boxes, "ticked": ticked})
        more = [(one["name"], one["label"]) for one in asked if one["name"] not in shown]
        title, hint = words[key]
        blocks.append({"key": key, "title": title, "hint": hint, "rows": rows, "more": more})
    return blocks


def page(
    request: Request,
    row: FormDraft,
    name: str,
    context: dict[str, Any],
    errors: dict[str, str] | None = None,
    problem: Problem | None = None,
) -> HttpResponseBase:
    """A page of the designer; with errors, or a problem, under its status."""
    status = problem.status if problem else Invalid.status if errors else 200
    told = str(problem) if isinstance(problem, Conflict) else ""
    said = [("", str(problem))] if problem and not told else list((errors or {}).items())
    context = {**context, "draft": row, "errors": errors or {}, "said": said, "stale": told}
    return render(request, f"eforms/admin/{name}.html", context, status=status)


def taken(
    request: Request,
    key: str,
    edit: Edit,
    name: str,
    context: dict[str, Any],
    errors: dict[str, str],
    done: Callable[[str], HttpResponseBase] | None = None,
) -> HttpResponseBase:
    """The edit done and the next page opened; else the page again with what was typed and why not."""
    if errors:
        return page(request, _shown(request, key), name, context, errors)
    try:
        focus = change(request, key, edit).focus
    except StaleDraft as problem:
        return page(request, queries.draft(key), name, context, problem=problem)
    except BadForm as problem:
        return page(request, _shown(request, key), name, context, problem=problem)
    return done(focus) if done else back(key, focus)


def _shown(request: Request, key: str) -> FormDraft:
    """The draft under the revision the page was opened with: a page shown again is as old as it was."""
    row = queries.draft(key)
    row.revision = max(forms.number(request.POST), 0)
    return row
