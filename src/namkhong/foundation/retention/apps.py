"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Retention."""

    name = "namkhong.foundation.retention"
    label = "retention"
