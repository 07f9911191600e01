"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from namkhong.foundation.retention import views

urlpatterns = [path("can-bo/quan-tri/luu-giu/", views.retention, name="retention")]
