"""Addresses of files."""

from __future__ import annotations

from django.urls import path

from namkhong.foundation.files import views

urlpatterns = [
    path("tep/gui/", views.begin_upload, name="begin_upload"),
    path("tep/gui/<uuid:upload_id>/", views.upload, name="upload"),
    path("tep/gui/<uuid:upload_id>/xong/", views.finish_upload, name="finish_upload"),
    path("tep/anh-nho/<str:token>/", views.thumbnail, name="file_thumbnail"),
    path("tep/<str:token>/", views.open_file, name="file_link"),
]
