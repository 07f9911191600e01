"""A relay (LGSP) of the national axis over HTTP: multipart for what goes out, JSON for the rest.

Headers ``X-SystemId`` and ``X-SecretKey``; the answer is ``{"data": {"docId", "status", "errorCode", "errorDesc"}}`` with
errorCode 0 for taken. Only a network that fails is tried again, never a refusal. The paths are ``facts/exchange.json``'s:
all but the first are to be confirmed with the relay's own manual.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import httpx
from django.utils.translation import gettext as _

from namkhong.office.exchange.conf import conf
from namkhong.office.exchange.connectors import Parcel, Receipt, Waiting
from namkhong.office.exchange.errors import AxisRefused, Unreachable
from namkhong.office.exchange.rules import rules
from namkhong.office.exchange.types import Party

_KEY: Final = "X-Message-Key"  # ours; an axis that does not know it leaves it alone
_WRONG_SECRET: Final = frozenset({10, 15})
_PAGE: Final = 5_000


def send(parcel: Parcel) -> Receipt:
    """``POST`` the file; taken when the axis gives it a docId."""
    answer = _asked(
        "POST",
        rules().axis.send,
        files={"edocFile": (f"{parcel.key}.edxml", parcel.body, "application/xml")},
        data={"messageType": parcel.kind, "from": parcel.sender, "to": parcel.receiver},
        headers={_KEY: str(parcel.key)},
    )
    return Receipt(axis_id=str(answer.get("docId", ""))[:200])


def waiting() -> Sequence[Waiting]:
    """The received list."""
    answer = _asked("GET", rules().axis.list)
    rows = answer.get("items", [])
    ids = (
        [str(row["docId"]) for row in rows if isinstance(row, Mapping) and row.get("docId")]
        if isinstance(rows, list)
        else []
    )
    return [Waiting(axis_id) for axis_id in ids]


def fetch(waiting: Waiting) -> bytes:
    """The edXML, which travels as base64."""
    answer = _asked("GET", rules().axis.get, params={"docId": waiting.axis_id})
    try:
        return base64.b64decode(str(answer["content"]), validate=True)
    except (KeyError, binascii.Error, ValueError) as error:
        raise Unreachable(_("Trục trả về nội dung không đọc được.")) from error


def taken(waiting: Waiting, *, readable: bool) -> None:
    """``inbox`` for what was stored, ``fail`` for what could not be read."""
    _asked("POST", rules().axis.status, json={"docId": waiting.axis_id, "status": "inbox" if readable else "fail"})


def agencies() -> Iterator[Party]:
    """Page by page; the national one has more than a hundred thousand."""
    start = 0
    while True:
        answer = _asked("GET", rules().axis.agencies, params={"start": start, "limit": _PAGE})
        rows = answer.get("items", [])
        if not isinstance(rows, list):
            raise Unreachable(_("Trục trả về danh bạ không đọc được."))
        for row in rows:
            if isinstance(row, Mapping) and (code := _said(row, "code")):
                yield Party(
                    code,
                    _said(row, "name"),
                    _said(row, "pcode"),
                    _said(row, "address"),
                    _said(row, "mail"),
                    _said(row, "mobile"),
                    _said(row, "fax"),
                    _said(row, "website"),
                )
        if len(rows) < _PAGE:
            return
        start += _PAGE


def _said(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""


def _asked(method: str, path: str, *, headers: Mapping[str, str] | None = None, **said: Any) -> Mapping[str, Any]:
    given = conf()
    if not given.axis_url:
        raise Unreachable(_("Chưa ghi địa chỉ của trục liên thông. Xin báo quản trị hệ thống."))
    own = {"X-SystemId": given.system_id, "X-SecretKey": given.secret_key, **(headers or {})}
    try:
        with httpx.Client(base_url=given.axis_url.rstrip("/"), timeout=rules().axis.timeout_seconds) as client:
            response = client.request(method, path, headers=own, **said)
            answer = response.json() if response.content else None
    except (httpx.HTTPError, ValueError) as error:
        raise Unreachable(_("Trục liên thông không trả lời.")) from error
    return _read(response.status_code, answer)


def _read(status: int, answer: object) -> Mapping[str, Any]:
    """What the axis said; its own error codes before those of HTTP."""
    data = answer.get("data") if isinstance(answer, Mapping) else None
    if not isinstance(data, Mapping):
        raise Unreachable(_("Trục liên thông trả lời không đọc được (mã %d).") % status)
    code = _code(data.get("errorCode"))
    if code:
        why = str(data.get("errorDesc") or "")[:300]
        if code in _WRONG_SECRET:
            raise AxisRefused(
                _("Trục không nhận mã hệ thống hoặc khóa kết nối (lỗi %d). Xin báo quản trị hệ thống.") % code
            )
        raise AxisRefused(_("Trục từ chối (lỗi %(code)d): %(why)s") % {"code": code, "why": why})
    if status >= 500 or status == 429:
        raise Unreachable(_("Trục liên thông đang có lỗi (mã %d).") % status)
    if status >= 400:
        raise AxisRefused(_("Trục từ chối (mã %d).") % status)
    return data


def _code(given: object) -> int:
    """0 for none; what is no number is an error all the same."""
    if given in (None, "", 0, "0"):
        return 0
    try:
        return int(str(given))
    except ValueError:
        return -1
