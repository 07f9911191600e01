"""SMS for a trial: one text file for each message in a folder."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from namkhong.foundation.notifications.channels.base import Parcel, SendFailed
from namkhong.foundation.notifications.conf import NotifyConf
from namkhong.foundation.notifications.segment import segment


@dataclass(frozen=True, slots=True)
class SmsFile:
    """``VAR/outbox/sms/<delivery>.txt``: the number on the first line, the segment on the second."""

    conf: NotifyConf

    def send(self, parcel: Parcel) -> str:
        """Written beside and renamed: whole or not there, and never twice."""
        folder = self.conf.sms_folder
        target = folder / f"{parcel.id}.txt"
        fresh = folder / f".{parcel.id}.new"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o750)
            fresh.write_text(f"{parcel.phone}\n{segment(parcel.sms, parcel.link)}\n", encoding="ascii")
            fresh.replace(target)
        except OSError as error:
            raise SendFailed(_("Không ghi được tin nhắn vào thư mục gửi.")) from error
        return target.name
