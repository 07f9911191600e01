"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit."""

    name = "namkhong.foundation.audit"
    label = "audit"
