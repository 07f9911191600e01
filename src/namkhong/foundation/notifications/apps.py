"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Notifications."""

    name = "namkhong.foundation.notifications"
    label = "notifications"
