"""The applicant: what is missing in plain words, giving it, sending it; withdrawing, asking to stop. No script needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.foundation.files import queries as files
from namkhong.kernel import clock
from namkhong.kernel.problems import Invalid, Unseen
from namkhong.services.dossiers import actions, forms, policies, queries
from namkhong.services.dossiers.errors import NotYours, WrongState
from namkhong.services.dossiers.identity import identity_of
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies import Ability
from namkhong.services.dossiers.queries.one import file_lines
from namkhong.services.dossiers.queries.supplements import open_request, sent_request
from namkhong.services.dossiers.states import STATES, State
from namkhong.services.eforms import queries as eforms
from namkhong.services.eforms import rendering
from namkhong.services.eforms.errors import StaleAnswers, TooMuchText
from namkhong.services.eforms.types import Answers, FormSpec, Section
from namkhong.web import gates
from namkhong.web.http import Request


@gates.citizen
@require_http_methods(["GET", "POST"])
def supplement(request: Request, code: str) -> HttpResponse:
    """Everything that is missing, each with the way to give it."""
    found = _asked(request, code)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            return _give(request, found)
        except Invalid as problem:
            errors = forms.fields_of(problem)
            upload = request.POST.get("item", "")
            if upload:
                errors = {f"item-{upload}": str(next(iter(problem.fields.values()), problem))}
    page = _page(found, request, errors)
    return render(request, "dossiers/citizen/supplement.html", page, status=422 if errors else 200)


@gates.citizen
@require_http_methods(["GET", "POST"])
def correct(request: Request, code: str, section: str) -> HttpResponse:
    """One page of the form, with what she filed, to be put right."""
    found = _asked(request, code)
    spec, answers = _form(found)
    asked = spec.section(section)
    if asked is None:
        raise Unseen(_("Tờ khai không có trang này. Xin mở lại từ trang bổ sung hồ sơ."))
    if request.method != "POST":
        return _ask(request, found, spec, asked, answers.data, answers.revision(section) if _copied(found) else 0)
    try:
        kept = actions.correct_answers(
            dossier_id=found.pk, section=section, posted=request.POST, actor=request.actor, now=clock.now()
        )
    except StaleAnswers as stale:
        return _ask(request, found, spec, asked, stale.typed, stale.revision, problem=str(stale), status=409)
    except TooMuchText as problem:
        return _ask(request, found, spec, asked, answers.data, 0, errors=forms.fields_of(problem), status=422)
    if kept.errors:
        return _ask(request, found, spec, asked, kept.data, kept.revision, errors=kept.errors, status=422)
    messages.success(request, _("Đã lưu. Khi xong mọi mục, xin bấm “Gửi bổ sung”."))
    return HttpResponseRedirect(reverse("supplement", kwargs={"code": code}))


@gates.citizen
@require_http_methods(["GET", "POST"])
def end(request: Request, code: str, verb: str) -> HttpResponse:
    """Ask, then withdraw or stop."""
    found = queries.by_code(code, request.actor)
    ability = Ability(verb)
    if not policies.applies(request.actor, found):
        raise NotYours
    if ability not in policies.abilities(request.actor, found):
        raise WrongState(str(STATES[found.now_in].official))
    stops = ability is Ability.STOP_AT_REQUEST
    errors: dict[str, str] = {}
    if request.method == "POST":
        action = actions.stop_at_request if stops else actions.withdraw
        try:
            action(
                dossier_id=found.pk,
                actor=request.actor,
                now=clock.now(),
                reason=forms.note(request.POST, "reason"),
                revision=forms.number(request.POST, "revision"),
            )
            return HttpResponseRedirect(reverse("dossier", kwargs={"code": code}))
        except Invalid as problem:
            errors = forms.fields_of(problem)
    context = {"dossier": found, "stops": stops, "errors": errors, "posted": request.POST}
    return render(request, "dossiers/citizen/end.html", context, status=422 if errors else 200)


def _asked(request: Request, code: str) -> Dossier:
    """The dossier when it waits for her.

    :raises NotYours: she helped, or may only read it.
    :raises WrongState: nothing is missing any more.
    """
    found = queries.by_code(code, request.actor)
    if not policies.applies(request.actor, found):
        raise NotYours
    if found.now_in is not State.SUPPLEMENT_REQUESTED:
        raise WrongState(str(STATES[found.now_in].official))
    return found


def _give(request: Request, found: Dossier) -> HttpResponse:
    """Take one file out, put files in, or send everything."""
    here, now = reverse("supplement", kwargs={"code": found.code or ""}), clock.now()
    if gone := forms.number(request.POST, "bo-tep"):
        actions.detach(dossier_id=found.pk, attachment_id=gone, actor=request.actor, now=now)
        return HttpResponseRedirect(here)
    component = forms.number(request.POST, "component")
    if component is not None:
        chosen = forms.given_files(request.POST, request.FILES, "file")
        if not chosen:
            raise Invalid(_("Xin chọn tệp rồi bấm “Tải lên”."))
        for new in chosen:
            actions.attach(dossier_id=found.pk, component_id=component, new=new, actor=request.actor, now=now)
        return HttpResponseRedirect(f"{here}#item-{forms.number(request.POST, 'item') or ''}")
    actions.complete_supplement(
        dossier_id=found.pk,
        actor=request.actor,
        now=now,
        reply=forms.note(request.POST, "reply"),
        revision=forms.number(request.POST, "revision"),
    )
    messages.success(request, _("Đã gửi bổ sung. Cảm ơn ông/bà."))
    return HttpResponseRedirect(reverse("dossier", kwargs={"code": found.code or ""}))


def _page(found: Dossier, request: Request, errors: Mapping[str, str]) -> dict[str, Any]:
    asked = sent_request(found)
    since = asked.sent_at if asked else None
    given = file_lines(found, since=since)
    pages: list[tuple[str, str]] = []
    if found.answers_id is not None and found.form_version_id is not None:
        spec, answers = _form(found)
        pages = [
            (reverse("correct_answers", kwargs={"code": found.code or "", "section": section.code}), section.title)
            for section in eforms.visible_sections(spec, dict(answers.data))
        ]
    return {
        "dossier": found,
        "asked": asked,
        "files": {
            item.id: [line for line in given if line.component_id == item.component_id]
            for item in (asked.items if asked else ())
        },
        "needs_words": any(item.kind == "words" for item in (asked.items if asked else ())),
        "pages": pages,
        "corrected": asked is not None and asked.corrected is not None,
        "accept": files.accept(),
        "errors": errors,
        "posted": request.POST,
    }


def _form(found: Dossier) -> tuple[FormSpec, Answers]:
    """The form with the answers as they stand: the corrected ones, once she began to correct them."""
    if found.answers_id is None or found.form_version_id is None:
        raise Unseen(_("Hồ sơ này không có tờ khai điện tử để sửa."))
    return eforms.form_version(found.form_version_id), eforms.answers(_copied(found) or found.answers_id)


def _copied(found: Dossier) -> Any:
    return open_request(found).corrected_id


def _ask(  # noqa: PLR0913 - one page, everything it shows
    request: Request,
    found: Dossier,
    spec: FormSpec,
    asked: Section,
    data: Mapping[str, Any],
    revision: int,
    *,
    errors: Mapping[str, str] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    bound = rendering.bound_values(asked, identity_of(found.person_id))
    body = rendering.section_html(
        spec, asked, data, errors or {}, bound, revision=revision, on=clock.local_date(clock.now())
    )
    context = {"dossier": found, "section": asked, "body": body, "errors": errors or {}, "problem": problem}
    return render(request, "dossiers/citizen/correct.html", context, status=status)
