"""The URL table: unaccented Vietnamese for people, English below ``/api/v1/``. Every view carries a gate."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from namkhong.config.health import health
from namkhong.config.metrics import metrics
from namkhong.config.rights.views import rights
from namkhong.config.unconfirmed import unconfirmed_facts

urlpatterns: list[URLPattern | URLResolver] = [
    path("suc-khoe", health, name="health"),
    path("so-lieu-van-hanh", metrics, name="metrics"),
    path("can-bo/quan-tri/quyen/", rights, name="rights"),
    path("can-bo/quan-tri/can-xac-nhan/", unconfirmed_facts, name="unconfirmed"),
    path("api/v1/", include("namkhong.config.api")),
    path("", include("namkhong.portal.home.urls")),
    path("", include("namkhong.web.urls")),
    path("", include("namkhong.foundation.accounts.urls")),
    path("", include("namkhong.foundation.citizens.urls")),
    path("", include("namkhong.foundation.audit.urls")),
    path("", include("namkhong.foundation.retention.urls")),
    path("", include("namkhong.foundation.files.urls")),
    path("", include("namkhong.foundation.organisations.urls")),
    path("", include("namkhong.foundation.signatures.urls")),
    path("", include("namkhong.foundation.places.urls")),
    path("", include("namkhong.foundation.calendars.urls")),
    path("", include("namkhong.foundation.notifications.urls")),
    path("", include("namkhong.office.exchange.urls")),
    path("", include("namkhong.office.documents.urls")),
    path("", include("namkhong.office.drafting.urls")),
    path("", include("namkhong.office.intake.urls")),
    path("", include("namkhong.office.directives.urls")),
    path("", include("namkhong.services.eforms.urls")),
    path("", include("namkhong.services.procedures.urls")),
    path("", include("namkhong.services.dossiers.urls")),
    path("", include("namkhong.services.desks.urls")),
    path("", include("namkhong.services.feedback.urls")),
    path("", include("namkhong.services.openness.urls")),
    path("", include("namkhong.services.subscriptions.urls")),
]

handler400 = "namkhong.web.views.bad_request"
handler403 = "namkhong.web.views.permission_denied"
handler404 = "namkhong.web.views.not_found"
handler500 = "namkhong.web.views.server_error"
