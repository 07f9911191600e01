"""The first page's address."""

from __future__ import annotations

from django.urls import path

from namkhong.portal.home import views

urlpatterns = [path("", views.home, name="home")]
