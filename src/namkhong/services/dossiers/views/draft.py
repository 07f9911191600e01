"""Filling a draft: one page of questions at a time, the papers, the check, the sending."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.foundation.files import queries as files
from namkhong.kernel import clock
from namkhong.kernel.problems import Invalid, Unseen
from namkhong.services.dossiers import actions, forms, forms_filing, frozen, queries
from namkhong.services.dossiers.errors import NotYours
from namkhong.services.dossiers.identity import identity_of
from namkhong.services.dossiers.policies import Ability, abilities
from namkhong.services.dossiers.queries.counter import came_in
from namkhong.services.dossiers.queries.drafts import on_paper, said_in_form
from namkhong.services.dossiers.queries.fees import entered_for, fees_of
from namkhong.services.dossiers.queries.mandates import mandate_of
from namkhong.services.dossiers.types import RETURN_WAYS, Channel
from namkhong.services.dossiers.views.pages import CHECK, PAPERS, DraftPages, pages_of
from namkhong.services.eforms import rendering
from namkhong.services.eforms.errors import StaleAnswers, TooMuchText
from namkhong.services.eforms.types import Section
from namkhong.web import gates
from namkhong.web.http import Request


@gates.signed_in
@require_http_methods(["GET", "POST"])
def draft(request: Request, public_id: UUID, section: str) -> HttpResponse:
    """One page of a draft."""
    found = queries.seen_draft(public_id, request.actor)
    if not found.is_draft:
        return HttpResponseRedirect(reverse("dossier", kwargs={"code": found.code or ""}))
    pages = pages_of(found)
    if Ability.EDIT not in abilities(request.actor, found):
        return _watch(request, pages)
    if section == PAPERS:
        return _papers(request, pages)
    if section == CHECK:
        return _check(request, pages)
    asked = pages.spec.section(section) if pages.spec else None
    if asked is None:
        raise Unseen(_("Bản nháp không có trang này. Xin mở lại từ “Hồ sơ của tôi”."))
    return _answer(request, pages, asked) if request.method == "POST" else _ask(request, pages, asked)


def _watch(request: Request, pages: DraftPages) -> HttpResponse:
    """Somebody else fills it in her name: she reads what was written so far.

    :raises NotYours: she tries to change it.
    """
    if request.method == "POST":
        raise NotYours
    mandate = mandate_of(pages.draft)
    agency = frozen.agency(pages.draft.receiver_agency_id).name
    who = (
        _("%s đang lập hồ sơ này thay ông/bà theo giấy ủy quyền.") % mandate.attorney
        if mandate is not None and pages.draft.owner_id is not None
        else _("Cán bộ %s đang lập hồ sơ này giúp ông/bà tại quầy.") % agency
    )
    summary = rendering.summary_html(pages.spec, pages.data) if pages.spec and pages.answers else ""
    return render(request, "dossiers/citizen/watch.html", {"draft": pages.draft, "who": who, "summary": summary})


def _answer(request: Request, pages: DraftPages, section: Section) -> HttpResponse:
    try:
        result = actions.save_step(
            dossier_id=pages.draft.pk,
            section=section.code,
            posted=request.POST,
            actor=request.actor,
            now=clock.now(),
        )
    except StaleAnswers as stale:
        return _ask(request, pages, section, data=stale.typed, problem=str(stale), revision=stale.revision, status=409)
    except TooMuchText as problem:
        typed = {field.name: _typed(field.id, request.POST) for field in section.fields}
        return _ask(request, pages, section, data=typed, errors=forms.fields_of(problem), status=422)
    if more := rows_asked(request.POST):
        return HttpResponseRedirect(f"{pages.address(section.code)}{more}")
    if result.errors:
        return _ask(
            request,
            pages,
            section,
            data=result.data,
            errors=result.errors,
            notes=result.notes,
            revision=result.revision,
            status=422,
        )
    if "nghi" in request.POST:
        return HttpResponseRedirect(reverse("counter_filing" if request.actor.is_official else "my_dossiers"))
    if "kiem-tra" in request.GET:
        return HttpResponseRedirect(pages.address(CHECK))
    return HttpResponseRedirect(pages_of(queries.draft(pages.draft.public_id, request.actor)).after(section.code))


def rows_asked(posted: QueryDict) -> str:
    """Where the page goes on after a row of a table was added or taken out; empty for every other button."""
    if added := posted.get("_them-hang", ""):
        return f"?{urlencode({'them': added[:60]})}#{quote(added[:60])}"
    taken = posted.get("_bo-hang", "")
    return f"#{quote(taken.partition('-')[0][:60])}" if taken else ""


def _typed(name: str, posted: QueryDict) -> Any:
    """What was typed into a question, part by part where it has parts, to be shown again."""
    parts = {key.removeprefix(f"{name}-"): posted.get(key, "") for key in posted if key.startswith(f"{name}-")}
    return parts or posted.get(name, "")


def _ask(  # noqa: PLR0913 - one page, everything it shows
    request: Request,
    pages: DraftPages,
    section: Section,
    *,
    data: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    problem: str = "",
    revision: int | None = None,
    status: int = 200,
) -> HttpResponse:
    if pages.spec is None:
        raise Unseen(_("Bản nháp không có trang này. Xin mở lại từ “Hồ sơ của tôi”."))
    known = pages.answers.revision(section.code) if pages.answers else 0
    bound = rendering.bound_values(section, identity_of(pages.draft.person_id))
    body = rendering.section_html(
        pages.spec,
        section,
        pages.data if data is None else data,
        errors or {},
        bound,
        revision=known if revision is None else revision,
        notes=notes,
        on=clock.local_date(clock.now()),
        one_more=request.GET.get("them", ""),
    )
    return _page(
        request,
        pages,
        section.code,
        "dossiers/citizen/section.html",
        {"title": section.title, "body": body, "errors": errors or {}, "problem": problem, "prefilled": bool(bound)},
        status,
    )


def _papers(request: Request, pages: DraftPages) -> HttpResponse:
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            return _take_papers(request, pages)
        except Invalid as problem:
            field = f"component-{request.POST.get('component', '')}"
            errors = {field: str(next(iter(problem.fields.values()), problem))}
    context = {
        "title": _("Giấy tờ cần có"),
        "components": queries.components_of(pages.draft),
        "errors": errors,
        "accept": files.accept(),
        "paper": on_paper(pages.draft),
        "by_paper": request.actor.is_official and not Channel(pages.draft.channel).online,
    }
    return _page(request, pages, PAPERS, "dossiers/citizen/papers.html", context, 422 if errors else 200)


def _take_papers(request: Request, pages: DraftPages) -> HttpResponse:
    """Take one file out, or put the chosen ones in."""
    draft_id, now = pages.draft.pk, clock.now()
    if gone := forms.number(request.POST, "bo-tep"):
        actions.detach(dossier_id=draft_id, attachment_id=gone, actor=request.actor, now=now)
        return HttpResponseRedirect(pages.address(PAPERS))
    if "giay" in request.POST:
        papers = forms_filing.ids(request.POST, "paper")
        actions.note_paper(dossier_id=draft_id, component_ids=papers, actor=request.actor, now=now)
        return HttpResponseRedirect(pages.after(PAPERS))
    component = forms.number(request.POST, "component")
    chosen = forms.given_files(request.POST, request.FILES, "file")
    if component is None or not chosen:
        raise Invalid(_("Xin chọn tệp rồi bấm “Tải lên”."))
    for new in chosen:
        actions.attach(dossier_id=draft_id, component_id=component, new=new, actor=request.actor, now=now)
    return HttpResponseRedirect(f"{pages.address(PAPERS)}#component-{component}")


def _check(request: Request, pages: DraftPages) -> HttpResponse:
    errors: dict[str, str] = {}
    declared_in_form, way_in_form = said_in_form(pages.draft, pages.answers)
    if request.method == "POST":
        try:
            if "dem" in request.POST:
                return _count(request, pages)
            send = actions.file_and_receive if request.actor.is_official else actions.file
            sent = send(
                dossier_id=pages.draft.pk,
                declared=request.POST.get("declared") == "1",
                return_way=None if way_in_form else forms.return_way(request.POST, "return_way"),
                actor=request.actor,
                now=clock.now(),
            )
            after = "counter_done" if request.actor.is_official else "filed"
            return HttpResponseRedirect(reverse(after, kwargs={"code": sent.code}))
        except Invalid as problem:
            errors = forms.fields_of(problem)
    change = {code: f"{pages.address(code)}?kiem-tra" for code, _title in pages.pages()}
    context = {
        "title": _("Kiểm tra lại trước khi gửi"),
        "summary": rendering.summary_html(pages.spec, pages.data, change) if pages.spec else "",
        "components": [line for line in queries.components_of(pages.draft) if line.upload],
        "papers_address": pages.address(PAPERS),
        "paper": on_paper(pages.draft),
        "fees": (fees := fees_of(pages.draft)),
        "counts": _counts(request, pages) if any(line.by_clerk for line in fees.lines) else [],
        "by_page": any(line.rule.by_page for line in fees.lines if line.rule and line.by_clerk),
        "mandate": mandate_of(pages.draft),
        "came_in": came_in(pages.draft),
        "ways": [(way.value, str(words)) for way, words in RETURN_WAYS.items()],
        "ask_way": way_in_form is None,
        "ask_declared": not declared_in_form,
        "way": request.POST.get("return_way", "online"),
        "declared": request.POST.get("declared") == "1",
        "errors": errors,
        "error_links": [(_link(pages, field), text) for field, text in errors.items()],
    }
    return _page(request, pages, CHECK, "dossiers/citizen/check.html", context, 422 if errors else 200)


def _count(request: Request, pages: DraftPages) -> HttpResponse:
    actions.count_copies(
        dossier_id=pages.draft.pk, counted=forms_filing.counted(request.POST), actor=request.actor, now=clock.now()
    )
    return HttpResponseRedirect(pages.address(CHECK))


def _counts(request: Request, pages: DraftPages) -> list[tuple[str, str]]:
    """The rows in which an official says how many copies and pages; nobody else is asked."""
    if not request.actor.is_official:
        return []
    rows = range(forms_filing.COUNTED_ROWS)
    if "dem" in request.POST:
        return [(request.POST.get(f"copies-{row}", ""), request.POST.get(f"pages-{row}", "")) for row in rows]
    kept = [(str(one.copies), str(one.pages)) for one in entered_for(pages.draft)]
    return [*kept, *(("", "") for _row in rows)][: forms_filing.COUNTED_ROWS]


def _link(pages: DraftPages, field: str) -> str:
    """Where an error of the whole draft is mended: on this page, among the papers, or on a page of the form."""
    if field in {"declared", "return_way"} or field.startswith("copies-"):
        return f"#{field}"
    if field.startswith("component-"):
        return f"{pages.address(PAPERS)}#{field}"
    for section in pages.spec.sections if pages.spec else ():
        if any(field == item.id or field.startswith(f"{item.id}-") for item in section.fields):
            return f"{pages.address(section.code)}?kiem-tra#{field}"
    return pages.address(pages.pages()[0][0])


def _page(
    request: Request, pages: DraftPages, section: str, template: str, context: Mapping[str, Any], status: int
) -> HttpResponse:
    shown = pages.pages()
    shared = {
        "pages": pages,
        "draft": pages.draft,
        "version": pages.version,
        "number": pages.place(section) + 1,
        "total": len(shown),
        "back": pages.before(section, official=request.actor.is_official),
        "following": pages.after(section),
    }
    return render(request, template, {**shared, **context}, status=status)
