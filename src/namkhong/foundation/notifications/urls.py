"""Addresses of notices and of what failed."""

from __future__ import annotations

from django.urls import path

from namkhong.foundation.notifications import views

urlpatterns = [
    path("thong-bao/", views.notices, name="notices"),
    path("thong-bao/<int:notice_id>/", views.notice, name="notice"),
    path("thong-bao/da-doc/", views.read_all, name="read_all_notices"),
    path("can-bo/quan-tri/viec-loi/", views.failed_jobs, name="failed_jobs"),
    path("can-bo/quan-tri/viec-loi/viec/<int:job_id>/", views.retry_job, name="retry_job"),
    path("can-bo/quan-tri/viec-loi/tin/<uuid:delivery_id>/", views.retry_delivery, name="retry_delivery"),
]
