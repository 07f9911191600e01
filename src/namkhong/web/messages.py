"""The words that greet the next page ("Đã lưu"), in a cookie that no other host can plant; what is too long, in the session."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class InCookie(CookieStorage):
    """Django's, under a name that browsers tie to this host where the line is encrypted."""

    cookie_name = "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"


class Storage(FallbackStorage):
    """Django's two places, the first one ours."""

    storage_classes = (InCookie, SessionStorage)
