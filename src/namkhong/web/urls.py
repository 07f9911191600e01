"""The look's one address."""

from __future__ import annotations

from django.urls import path

from namkhong.web import views

urlpatterns = [path("ngon-ngu/", views.set_language, name="set_language")]
