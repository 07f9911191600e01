"""Addresses of this room. Those of the data are stable: they are written in the page that documents them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from namkhong.services.openness.views import data, public, report

urlpatterns: list[URLPattern | URLResolver] = [
    path("cong-khai/", public.board, name="board"),
    path("cong-khai/ho-so/<int:agency_id>/", public.open_dossiers, name="board_dossiers"),
    path("cong-khai/du-lieu/", data.about, name="board_data"),
    path("cong-khai/du-lieu/ky/<str:period>/so-lieu.csv", data.period_csv, name="board_period_csv"),
    path("cong-khai/du-lieu/ky/<str:period>/so-lieu.json", data.period_json, name="board_period_json"),
    path("cong-khai/du-lieu/ngay/<str:period>/so-lieu.csv", data.days_csv, name="board_days_csv"),
    path("cong-khai/du-lieu/ngay/<str:period>/so-lieu.json", data.days_json, name="board_days_json"),
    path("can-bo/trach-nhiem/", report.report, name="responsibility"),
    path("can-bo/trach-nhiem/bao-cao.csv", report.report_csv, name="responsibility_csv"),
    path("can-bo/trach-nhiem/<int:agency_id>/", report.behind, name="responsibility_steps"),
]
