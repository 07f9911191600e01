"""Error pages, each a sentence and a way on; and the choice of language."""

from __future__ import annotations

import errno
import json
import sys
from typing import Final

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template import loader
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Problem, TooMany, Unavailable, Unseen
from namkhong.web import gates
from namkhong.web.http import Request

_FOR_PROGRAMS: Final = "/api/"
_RETRY_SECONDS: Final = 10
_AWAY: Final = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


def problem_title(problem: Problem) -> str:
    """A problem in two or three words, by its kind."""
    titles: dict[type[Problem], str] = {
        Forbidden: _("Ông/Bà không mở được trang này"),
        Unseen: _("Không tìm thấy"),
        Conflict: _("Việc này vừa có người khác làm"),
        TooMany: _("Xin chờ một lát"),
        Unavailable: _("Hệ thống liên quan chưa trả lời"),
        Invalid: _("Thông tin chưa đúng"),
    }
    return next((title for kind, title in titles.items() if isinstance(problem, kind)), _("Chưa thực hiện được"))


# Sentences of the kernel, which knows no translation; written here so that the catalogues hold them.
FROM_THE_KERNEL: Final = (gettext_noop("Đường dẫn tới trang tiếp theo không đúng. Xin mở lại danh sách từ đầu."),)


def problem_sentence(problem: Problem) -> str:
    """What is wrong and what to do."""
    said = str(problem)
    return _(said) if said in FROM_THE_KERNEL else said


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The page for a problem, with its status; some requests are refused before anybody asked who is there."""
    if not hasattr(request, "actor"):
        request.actor = Actor.anonymous()  # type: ignore[attr-defined]
    context = {"title": problem_title(problem), "message": problem_sentence(problem), "status": problem.status}
    return render(request, "web/problem.html", context, status=problem.status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 of the URL table."""
    return problem_page(
        request, Unseen(_("Địa chỉ này không có, hoặc không dành cho ông/bà. Xin kiểm tra lại địa chỉ."))
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent cannot be read; no menu of the page tries to read it again."""
    request.GET = QueryDict()
    return problem_page(request, Problem(_("Nội dung gửi lên không đọc được hoặc quá lớn. Xin kiểm tra rồi gửi lại.")))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 raised by a library."""
    return problem_page(request, Forbidden(_("Ông/Bà không được phân công việc này.")))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A stale or foreign form."""
    return problem_page(
        request, Forbidden(_("Trang đã mở quá lâu nên không gửi được. Xin tải lại trang rồi gửi lại một lần nữa."))
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: ours to mend; 503 when only the database or the disk is away, and the request may be sent again.

    Rendered without the request: no session, no database, no slot can fail again.
    """
    away = _is_away(sys.exc_info()[1])
    if away:
        title = _("Hệ thống tạm dừng trong ít phút")
        message = _(
            "Những gì đã lưu vẫn còn. Nếu ông/bà vừa bấm gửi, xin đợi một lát rồi bấm gửi lại: gửi hai lần vẫn chỉ tính một lần."
        )
    else:
        title = _("Hệ thống gặp lỗi")
        message = _("Lỗi này là của hệ thống, không phải của ông/bà. Những gì đã lưu vẫn còn. Xin thử lại sau ít phút.")
    status = 503 if away else 500
    if request.path.startswith(_FOR_PROGRAMS):
        told = {"type": "about:blank", "title": title, "status": status, "detail": message}
        answer = HttpResponse(json.dumps(told, ensure_ascii=False), "application/problem+json", status=status)
    else:
        answer = HttpResponse(_error_page(title, message), status=status)
    if away:
        answer["Retry-After"] = str(_RETRY_SECONDS)
    answer["Cache-Control"] = "no-store"
    return answer


def _error_page(title: str, message: str) -> str:
    context = {
        "title": title,
        "message": message,
        "language": translation.get_language() or settings.LANGUAGE_CODE,
        "support_phone": settings.SUPPORT_PHONE,
    }
    try:
        page: str = loader.render_to_string("web/server_error.html", context)
    except Exception:  # noqa: BLE001 - the look itself may be what is broken: a style sheet that is not there
        page = loader.render_to_string("web/server_error_plain.html", context)
    return page


def _is_away(error: BaseException | None) -> bool:
    """Did the database break off (gone, restarting, full, a deadlock), or is there no room on the disk?

    The library of jobs takes Django's error off again: behind what it raises stands the driver's own.
    """
    while error is not None:
        if isinstance(error, _AWAY):
            return True
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return True
        error = error.__cause__
    return False


@gates.public
@require_POST
def set_language(request: Request) -> HttpResponse:
    """Remember the chosen language on this device and go back to the page."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    answer = HttpResponseRedirect(target, status=303)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=31_536_000,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return answer
