"""SMS through an HTTP gateway: one POST of JSON, with an idempotency key that stays the same for every attempt."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
from django.utils.translation import gettext as _

from namkhong.foundation.notifications.channels.base import Parcel, Refused, SendFailed
from namkhong.foundation.notifications.conf import NotifyConf
from namkhong.foundation.notifications.segment import segment

_TIMEOUT = httpx.Timeout(15, connect=5)
_LATER = frozenset({408, 409, 425, 429})


@dataclass(frozen=True, slots=True)
class SmsHttp:
    """The telephone company's gateway."""

    conf: NotifyConf

    def send(self, parcel: Parcel) -> str:
        """``{"to", "from", "text", "id"}``; 2xx = taken, 4xx = refused for good, anything else = later."""
        body = {
            "to": parcel.phone,
            "from": self.conf.sms_sender,
            "text": segment(parcel.sms, parcel.link),
            "id": str(parcel.id),
        }
        headers = {"Idempotency-Key": str(parcel.id)}
        if self.conf.sms_token:
            headers["Authorization"] = f"Bearer {self.conf.sms_token}"
        try:
            answer = httpx.post(self.conf.sms_url, json=body, headers=headers, timeout=_TIMEOUT, follow_redirects=False)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise SendFailed(_("Cổng tin nhắn không trả lời.")) from error
        if answer.is_success:
            return _receipt(answer)
        if 400 <= answer.status_code < 500 and answer.status_code not in _LATER | {401, 403, 404}:
            raise Refused(_("Cổng tin nhắn từ chối số điện thoại hoặc nội dung (mã %d).") % answer.status_code)
        raise SendFailed(_("Cổng tin nhắn chưa nhận tin (mã %d).") % answer.status_code)


def _receipt(answer: httpx.Response) -> str:
    try:
        said = answer.json()
    except ValueError:
        return ""
    return str(said.get("id", ""))[:200] if isinstance(said, dict) else ""
