"""The dry run of a new version of a process: begun, watched, read, and then keep or move."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.services.dossiers import actions, forms, policies, queries
from namkhong.services.dossiers.models import TrialState, Trouble
from namkhong.services.dossiers.queries.process_trials import LATER, STEPS, STUCK, TIGHT
from namkhong.services.procedures import queries as procedures
from namkhong.web import gates
from namkhong.web.http import Request

KEEPERS: Final = (Role.ADMINISTRATOR, Role.PROCEDURE_CONTROLLER)
STATES: Final[dict[str, tuple[Promise, str]]] = {
    TrialState.COUNTING: (gettext_lazy("Đang xem từng hồ sơ"), "plain"),
    TrialState.READY: (gettext_lazy("Chờ chọn giữ hay chuyển"), "soon"),
    TrialState.NOTHING: (gettext_lazy("Không hồ sơ nào đang theo phiên bản cũ"), "plain"),
    TrialState.SUPERSEDED: (gettext_lazy("Đã có lần chạy thử sau"), "plain"),
    TrialState.KEPT: (gettext_lazy("Giữ theo phiên bản cũ"), "ok"),
    TrialState.APPLYING: (gettext_lazy("Đang chuyển"), "soon"),
    TrialState.DONE: (gettext_lazy("Đã chuyển xong"), "ok"),
}
TROUBLES: Final[dict[str, Promise]] = {
    Trouble.PAUSED: gettext_lazy("đang tạm dừng chờ người nộp"),
    Trouble.NO_STEP: gettext_lazy("phiên bản mới không còn bước này"),
    Trouble.OTHER_KIND: gettext_lazy("phiên bản mới đổi loại của bước này"),
    Trouble.NO_UNIT: gettext_lazy("cơ quan không có đơn vị làm bước này"),
    Trouble.NOBODY: gettext_lazy("cơ quan không có ai giữ vị trí làm bước này"),
}
LISTS: Final[dict[str, Promise]] = {
    STUCK: gettext_lazy("Không chuyển được"),
    LATER: gettext_lazy("Ngày hẹn chuyển muộn hơn"),
    TIGHT: gettext_lazy("Không đủ giờ trước ngày hẹn"),
    STEPS: gettext_lazy("Hạn của bước đang làm thay đổi"),
}


@gates.official(*KEEPERS)
@require_POST
def begin(request: Request, version_id: int) -> HttpResponse:
    """Run it dry."""
    trial_id = actions.try_process(process_version_id=version_id, actor=request.actor, now=clock.now())
    return HttpResponseRedirect(reverse("process_trial", args=[trial_id]))


@gates.official(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def process_trial(request: Request, trial_id: int) -> HttpResponse:
    """Counts, the dossiers page by page, and the choice."""
    policies.require_process_keeper(request.actor)
    trial = queries.process_trial(trial_id)
    if request.method != "POST":
        return _page(request, trial.pk)
    reason = forms.note(request.POST, "reason")
    choice = request.POST.get("choice", "")
    if choice not in {"keep", "move"}:
        return _page(request, trial.pk, errors={"choice": _("Xin chọn giữ hay chuyển.")}, status=422)
    deed = actions.move_open_dossiers if choice == "move" else actions.keep_open_dossiers
    try:
        deed(trial_id=trial.pk, reason=reason, actor=request.actor, now=clock.now())
    except Invalid as problem:
        return _page(request, trial.pk, errors=forms.fields_of(problem), status=422)
    except Conflict as problem:
        return _page(request, trial.pk, conflict=str(problem), status=409)
    if choice == "move":
        messages.success(request, _("Các hồ sơ đang được chuyển; hồ sơ không chuyển được vẫn theo phiên bản cũ."))
    else:
        messages.success(request, _("Hồ sơ đang giải quyết giữ phiên bản lúc nhận đến hết."))
    return HttpResponseRedirect(reverse("process_trial", args=[trial.pk]))


def _page(
    request: Request, trial_id: int, *, errors: dict[str, str] | None = None, conflict: str = "", status: int = 200
) -> HttpResponse:
    trial = queries.process_trial(trial_id)
    version = procedures.process_content(trial.process_version_id)
    which = request.GET.get("xem", "")
    which = which if which in LISTS else STUCK if trial.stuck else LATER if trial.later else STEPS
    page = queries.trial_lines(trial.pk, which, request.GET.get("tiep", ""))
    here = f"{request.path}?xem={which}"
    counts = {STUCK: trial.stuck, LATER: trial.later, TIGHT: trial.tight, STEPS: trial.step_earlier + trial.step_later}
    context = {
        "trial": trial,
        "version": version,
        "state": STATES[trial.state],
        "lists": [(key, words, counts[key], f"{request.path}?xem={key}", key == which) for key, words in LISTS.items()],
        "title": LISTS[which],
        "lines": [(line, TROUBLES.get(line.trouble, ""), _hours(line.step_minutes)) for line in page.items],
        "next_url": f"{here}&tiep={page.next}" if page.next else "",
        "first_url": here if request.GET.get("tiep") else "",
        "waits": trial.state in {TrialState.COUNTING, TrialState.APPLYING},
        "may_decide": trial.state == TrialState.READY,
        "holds": version.holds_on(clock.local_date(clock.now())),
        "elevated": request.actor.elevated(clock.now()),
        "errors": errors or {},
        "conflict": conflict,
        "typed": {"reason": request.POST.get("reason", "")[:2_000], "choice": request.POST.get("choice", "keep")},
    }
    return render(request, "dossiers/admin/process_trial.html", context, status=status)


def _hours(minutes: int) -> str:
    """How much earlier or later a step is due, in working time."""
    if not minutes:
        return ""
    words = _("muộn hơn %(hours)s giờ làm việc") if minutes > 0 else _("sớm hơn %(hours)s giờ làm việc")
    return words % {"hours": f"{abs(minutes) / 60:.1f}".removesuffix(".0").replace(".", ",")}
