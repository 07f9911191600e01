"""Addresses of the record."""

from __future__ import annotations

from django.urls import path

from namkhong.foundation.audit import views

urlpatterns = [path("tai-khoan-cua-toi/luot-xem/", views.who_read_my_data, name="who_read_my_data")]
