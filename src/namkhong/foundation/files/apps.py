"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files."""

    name = "namkhong.foundation.files"
    label = "files"
