"""Addresses of a citizen's own data."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from namkhong.foundation.citizens import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("tai-khoan-cua-toi/", views.my_profile, name="my_profile"),
]
