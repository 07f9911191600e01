"""One POST to another system: to a checked address, within a time as a whole, no redirect followed, little read."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum
from functools import cache
from typing import Final

import httpx
from django.utils.translation import gettext as _

from namkhong.services.subscriptions import addresses
from namkhong.services.subscriptions.conf import WebhookConf, conf
from namkhong.services.subscriptions.errors import AddressRefused

_READ_AT_MOST: Final = 16_384  # bytes of an answer; thrown away
_CONNECT: Final = 5.0  # seconds
_LONGEST_REST: Final = 86_400  # seconds that a Retry-After may ask for
# These say something of the other system as a whole, any other 4xx only of this notice.
_UNWELL: Final = frozenset({401, 403, 404, 407, 408, 421, 425, 429})


class Verdict(StrEnum):
    """What an attempt came to."""

    TAKEN = "taken"
    REFUSED = "refused"  # this notice; others may go
    UNWELL = "unwell"  # the other system: leave it alone for a while
    GONE = "gone"  # it wants nothing any more (410)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one attempt, in words for the screen; ``rest`` is the pause it asked for, in seconds."""

    verdict: Verdict
    words: str
    ms: int
    status: int | None = None
    rest: int = 0


def post(*, url: str, body: str, headers: Mapping[str, str]) -> Answer:
    """Send it. Whatever goes wrong is an answer too, never an exception."""
    settings, began = conf(), time.monotonic()
    try:
        target = addresses.read(url, settings)
        reachable = addresses.resolve(target, settings)
        status, rest = asyncio.run(_post(target, reachable, body.encode(), headers, settings))
    except AddressRefused as problem:
        return _unwell(str(problem), began)
    except TimeoutError:
        return _unwell(_("Không trả lời trong %(seconds)d giây.") % {"seconds": int(settings.seconds)}, began)
    except ssl.SSLError:
        return _unwell(_("Chứng thư của máy nhận không đúng hoặc đã hết hạn."), began)
    except (httpx.HTTPError, OSError) as error:
        return _unwell(_broken(error), began)
    return _told(status, rest, _since(began))


async def _post(
    target: addresses.Target, reachable: list[str], body: bytes, headers: Mapping[str, str], settings: WebhookConf
) -> tuple[int, int]:
    async with asyncio.timeout(settings.seconds):
        async with httpx.AsyncClient(
            verify=_context(), trust_env=False, follow_redirects=False, timeout=httpx.Timeout(settings.seconds)
        ) as client:
            for place, address in enumerate(reachable, 1):
                try:
                    return await _post_to(client, target, address, body, headers, settings)
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    if place == len(reachable):
                        raise
    raise TimeoutError  # pragma: no cover - a list of addresses is never empty


async def _post_to(
    client: httpx.AsyncClient,
    target: addresses.Target,
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    settings: WebhookConf,
) -> tuple[int, int]:
    request = client.build_request(
        "POST",
        target.at(address),
        content=body,
        headers={
            **headers,
            "host": target.host_header,
            "content-type": "application/json",
            "accept": "*/*",
            "accept-encoding": "identity",
            "user-agent": "NamKhong-Webhooks/1",
        },
        timeout=httpx.Timeout(settings.seconds, connect=_CONNECT),
        extensions={"sni_hostname": target.host},  # the certificate is asked for, and held to, the name
    )
    answer = await client.send(request, stream=True)
    try:
        read = 0
        async for chunk in answer.aiter_raw():
            read += len(chunk)
            if read >= _READ_AT_MOST:
                break
    finally:
        await answer.aclose()
    return answer.status_code, _rest(answer.headers.get("retry-after", ""), answer.headers.get("date", ""))


@cache
def _context() -> ssl.SSLContext:
    """Reading the trusted roots takes longer than an attempt; SSL_CERT_FILE adds those of a ministry."""
    return httpx.create_ssl_context()


def _rest(written: str, date: str) -> int:
    """Seconds of a Retry-After, which is a number or a moment."""
    if written.isascii() and written.isdigit():
        return min(int(written[:9]), _LONGEST_REST)
    try:
        seconds = (parsedate_to_datetime(written) - parsedate_to_datetime(date)).total_seconds()
    except (TypeError, ValueError, IndexError, OverflowError):
        return 0
    return min(max(0, int(seconds)), _LONGEST_REST)


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1_000)


def _unwell(words: str, began: float) -> Answer:
    return Answer(Verdict.UNWELL, words, _since(began))


def _broken(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return _("Không kết nối được hoặc không trả lời kịp.")
    if isinstance(error, httpx.ConnectError):
        if isinstance(error.__cause__, ssl.SSLError) or "CERTIFICATE" in str(error).upper():
            return _("Chứng thư của máy nhận không đúng hoặc đã hết hạn.")
        return _("Không kết nối được tới máy nhận.")
    return _("Kết nối bị ngắt giữa chừng hoặc câu trả lời không đúng HTTP.")


def _told(status: int, rest: int, ms: int) -> Answer:
    if 200 <= status < 300:
        return Answer(Verdict.TAKEN, _("Đã nhận (mã %(status)d).") % {"status": status}, ms, status)
    if status == 410:
        return Answer(Verdict.GONE, _("Máy nhận báo không nhận tin nữa (mã 410)."), ms, status)
    if 300 <= status < 400:
        words = _("Máy nhận chuyển sang địa chỉ khác (mã %(status)d); hệ thống không đi theo.") % {"status": status}
        return Answer(Verdict.UNWELL, words, ms, status)
    refused = 400 <= status < 500 and status not in _UNWELL
    words = _("Máy nhận từ chối tin này (mã %(status)d).") if refused else _("Máy nhận đang có lỗi (mã %(status)d).")
    return Answer(Verdict.REFUSED if refused else Verdict.UNWELL, words % {"status": status}, ms, status, rest)
