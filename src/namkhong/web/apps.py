"""The look as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Layouts, components and static files."""

    name = "namkhong.web"
    label = "web"
