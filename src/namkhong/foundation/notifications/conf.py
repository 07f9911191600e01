"""What the operator set, in one typed value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class NotifyConf:
    """``settings.NOTIFY`` and Django's mail settings."""

    outside: bool  # off: only the inbox in the application (loading the demo)
    sms: str  # name of the channel folder: "sms_file", "sms_http", or empty = no SMS
    sms_folder: Path
    sms_url: str
    sms_token: str
    sms_sender: str
    email_host: str  # empty = no e-mail
    email_port: int
    email_user: str
    email_password: str
    email_tls: bool
    email_from: str
    site_url: str


def conf() -> NotifyConf:
    """The settings now in force."""
    given = getattr(settings, "NOTIFY", {})
    return NotifyConf(
        outside=given.get("outside", True),
        sms=given.get("sms", "sms_file"),
        sms_folder=Path(given.get("sms_folder") or Path(settings.VAR) / "outbox" / "sms"),
        sms_url=given.get("sms_url", ""),
        sms_token=given.get("sms_token", ""),
        sms_sender=given.get("sms_sender", ""),
        email_host=given.get("email_host", ""),
        email_port=given.get("email_port", 25),
        email_user=given.get("email_user", ""),
        email_password=given.get("email_password", ""),
        email_tls=given.get("email_tls", False),
        email_from=given.get("email_from", "khong-tra-loi@localhost"),
        site_url=settings.SITE_URL,
    )
