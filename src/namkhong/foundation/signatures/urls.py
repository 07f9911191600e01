"""Addresses of signatures."""

from __future__ import annotations

from django.urls import path

from namkhong.foundation.signatures import views

urlpatterns = [
    path("kiem-tra-chu-ky/", views.check, name="check_signatures"),
]
