"""Officials from a file: tried first, each row with its result; then done with one click."""

from __future__ import annotations

from typing import Any, Final

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from namkhong.foundation.organisations import actions, sheets
from namkhong.foundation.organisations.errors import WrongEntry
from namkhong.foundation.organisations.types import RowOutcome
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.web import gates
from namkhong.web.http import Request

_SALT: Final = "namkhong.organisations.import"
_HOUR: Final = 3_600


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def import_officials(request: Request) -> HttpResponseBase:
    """The file, then its report, then the deed. Between the two the rows travel signed, for this account and an hour."""
    if request.method != "POST":
        return _page(request)
    try:
        tried = request.POST.get("du-lieu", "")
        rows = _kept(request, tried) if tried else _sent(request)
    except WrongEntry as problem:
        return _page(request, str(problem))
    done = actions.import_officials(rows=rows, actor=request.actor, now=clock.now(), trial=not tried)
    words = {
        RowOutcome.NEW: (_("thêm mới"), "ok"),
        RowOutcome.CHANGED: (_("bổ sung"), "ok"),
        RowOutcome.SAME: (_("đã có, không đổi"), "plain"),
        RowOutcome.WRONG: (_("chưa nhập được"), "late"),
    }
    context: dict[str, Any] = {
        "rows": [(one, *words[one.outcome]) for one in done],
        "useful": sum(one.outcome in {RowOutcome.NEW, RowOutcome.CHANGED} for one in done),
        "wrong": sum(one.outcome is RowOutcome.WRONG for one in done),
        "tried": not tried,
        "kept": "" if tried else signing.dumps([request.actor.account_id, rows], salt=_SALT, compress=True),
    }
    return render(request, "organisations/admin/import_report.html", context)


def _page(request: Request, error: str = "") -> HttpResponse:
    context = {"error": error, "columns": list(actions.column_words().values()), "most": actions.MOST_ROWS}
    return render(request, "organisations/admin/import.html", context, status=422 if error else 200)


def _sent(request: Request) -> list[dict[str, str]]:
    given = request.FILES.get("tep")
    if not isinstance(given, UploadedFile):
        raise WrongEntry(_("Xin chọn tệp Excel hoặc CSV có danh sách cán bộ."))
    return actions.named_rows(sheets.read(given.read(sheets.MOST_BYTES + 1), actions.MOST_ROWS + 1))


def _kept(request: Request, tried: str) -> list[dict[str, str]]:
    """The rows as they were tried.

    :raises WrongEntry: when they were changed, are somebody else's, or lie there since an hour.
    """
    try:
        account_id, rows = signing.loads(tried, salt=_SALT, max_age=_HOUR)
    except signing.BadSignature as error:
        raise WrongEntry(_("Bản kiểm tra đã quá một giờ. Xin chọn lại tệp.")) from error
    if account_id != request.actor.account_id:
        raise WrongEntry(_("Bản kiểm tra là của người khác. Xin chọn lại tệp."))
    return [dict(row) for row in rows]
