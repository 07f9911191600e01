"""Addresses of the record."""

from __future__ import annotations

from django.urls import path

from namkhong.foundation.audit import views

urlpatterns = [
    path("tai-khoan-cua-toi/luot-xem/", views.who_read_my_data, name="who_read_my_data"),
    path("cong-khai/nhat-ky/", views.public_log, name="public_log"),
    path("cong-khai/nhat-ky/<int:year>/nhat-ky.json", views.public_log_json, name="public_log_json"),
    path("cong-khai/nhat-ky/<int:year>/nhat-ky.txt", views.public_log_text, name="public_log_text"),
    path("cong-khai/nhat-ky/kiem-chung.py", views.check_program, name="check_program"),
]
