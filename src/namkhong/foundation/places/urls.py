"""Addresses of places."""

from django.urls import path

from namkhong.foundation.places import views

urlpatterns = [path("dia-danh/", views.ask, name="places")]
