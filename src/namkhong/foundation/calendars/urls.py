"""Where the calendar is kept by the administrator."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from namkhong.foundation.calendars import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("can-bo/quan-tri/lich/", views.calendar_year, name="calendar_admin"),
    path("can-bo/quan-tri/lich/<int:year>/", views.calendar_year, name="calendar_year"),
    path("can-bo/quan-tri/lich/<int:year>/xac-nhan/", views.calendar_confirm_year, name="calendar_confirm_year"),
    path("can-bo/quan-tri/lich/mo-nam/", views.calendar_open_year, name="calendar_open_year"),
    path("can-bo/quan-tri/lich/gio-lam-viec/", views.calendar_hours, name="calendar_hours"),
    path("can-bo/quan-tri/lich/ngay/<int:day_id>/", views.calendar_day, name="calendar_day"),
]
