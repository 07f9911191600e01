"""Addresses of the administrator's screens; those of the API stand in ``api``."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, URLResolver, path

from namkhong.services.subscriptions import views

_ONE: Final = "can-bo/quan-tri/nhan-tin/<uuid:public_id>/"
_NOTICE: Final = f"{_ONE}tin/<uuid:notice_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("can-bo/quan-tri/nhan-tin/", views.subscriptions, name="subscriptions"),
    path("can-bo/quan-tri/nhan-tin/them/", views.new_subscription, name="subscription_new"),
    path(_ONE, views.subscription, name="subscription"),
    path(f"{_ONE}dung/", views.pause, name="subscription_pause"),
    path(f"{_ONE}tiep-tuc/", views.resume, name="subscription_resume"),
    path(f"{_ONE}thu/", views.try_out, name="subscription_try"),
    path(f"{_ONE}gui-lai/", views.replay, name="subscription_replay"),
    path(f"{_ONE}khoa-moi/", views.renew_secret, name="subscription_renew"),
    path(f"{_ONE}huy/", views.unsubscribe, name="subscription_end"),
    path(_NOTICE, views.notice, name="subscription_notice"),
    path(f"{_NOTICE}gui-lai/", views.send_again, name="subscription_send_again"),
]
