"""The ways out. To add one, copy a folder, write its ``send`` and name it here."""

from __future__ import annotations

from collections.abc import Callable

from namkhong.foundation.notifications.channels import email, in_app, sms_file, sms_http
from namkhong.foundation.notifications.channels.base import Channel, Parcel, Refused, SendFailed
from namkhong.foundation.notifications.conf import NotifyConf, conf
from namkhong.foundation.notifications.states import ChannelKind

__all__ = ["Channel", "Parcel", "Refused", "SendFailed", "channel", "kinds"]

_SMS: dict[str, Callable[[NotifyConf], Channel]] = {"sms_file": sms_file.SmsFile, "sms_http": sms_http.SmsHttp}


def kinds(chosen: NotifyConf | None = None) -> frozenset[ChannelKind]:
    """The ways that are open now."""
    chosen = chosen or conf()
    open_now = {ChannelKind.IN_APP}
    if chosen.outside and chosen.email_host:
        open_now.add(ChannelKind.EMAIL)
    if chosen.outside and chosen.sms in _SMS:
        open_now.add(ChannelKind.SMS)
    return frozenset(open_now)


def channel(kind: ChannelKind) -> Channel:
    """The channel that serves a way.

    :raises SendFailed: when the way is not open (any more).
    """
    chosen = conf()
    if kind not in kinds(chosen):
        raise SendFailed.switched_off()
    if kind is ChannelKind.EMAIL:
        return email.Email(chosen)
    if kind is ChannelKind.SMS:
        return _SMS[chosen.sms](chosen)
    return in_app.InApp()
