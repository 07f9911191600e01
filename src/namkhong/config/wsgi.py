"""The page processes' entry point."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "namkhong.config.settings")
application = get_wsgi_application()
if settings.TRUSTED_PROXIES:
    application = wrap_wsgi_with_proxy_headers(application, settings.TRUSTED_PROXIES)

# All addresses are known before the first request. What is loaded by now stays for ever: the collector does not walk
# through it again, and it comes after every ten thousand new objects instead of every seven hundred.
get_resolver().url_patterns  # noqa: B018 - asking loads them
gc.collect()
gc.freeze()
gc.set_threshold(10_000)
