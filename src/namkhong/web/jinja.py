"""The Jinja2 environment: rooms' own template folders, Vietnamese words, times and money as people read them."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader
from markupsafe import Markup

from namkhong.kernel import clock
from namkhong.web import slots, words


def _loader() -> ChoiceLoader:
    """Only our rooms' ``templates`` folders, and the component library's own."""
    folders = [f"{config.path}/templates" for config in apps.get_app_configs() if config.name.startswith("namkhong.")]
    return ChoiceLoader([FileSystemLoader(folders), PackageLoader("govuk_frontend_jinja")])


def environment(**options: Any) -> Environment:
    """Built once by Django."""
    options["loader"] = _loader()
    options.setdefault("extensions", []).append("jinja2.ext.i18n")
    env = Environment(**options)  # noqa: S701 - Django sets autoescape
    env.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=False)  # type: ignore[attr-defined]
    env.globals.update(
        static=static,
        url=_url,
        url_if=_url_if,
        slot=slots.render,
        now=clock.now,
        province_name=settings.PROVINCE_NAME,
        support_phone=settings.SUPPORT_PHONE,
    )
    env.filters.update(
        vnd=words.vnd,
        moment=words.moment,
        due_moment=words.due_moment,
        day=words.day,
        day_long=words.day_long,
        weekday=words.weekday,
        number=words.number,
    )
    return env


def _url(name: str, /, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def _url_if(name: str, /, *args: Any, **kwargs: Any) -> str:
    """The address, or nothing where no room offers that page: layouts link only to what exists."""
    try:
        return _url(name, *args, **kwargs)
    except NoReverseMatch:
        return ""


def request_context(request: HttpRequest) -> dict[str, Any]:
    """What every page may use besides its own context."""
    return {
        "actor": getattr(request, "actor", None),
        "language": translation.get_language() or "vi",
        "messages": lambda: get_messages(request),
        "csrf_field": lambda: Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(
            get_token(request)
        ),
    }
