"""Places are read by everybody and written by the platform alone, from the files it ships with."""

from __future__ import annotations

from typing import Final

from django.urls import get_resolver

from namkhong.foundation.places import actions, urls, views

BY_THE_PLATFORM: Final = {"load_facts"}


def test_every_verb_has_its_place() -> None:
    assert set(actions.__all__) == BY_THE_PLATFORM


def test_no_page_writes_places() -> None:
    assert [pattern.callback for pattern in urls.urlpatterns] == [views.ask]
    assert get_resolver().reverse_dict.getlist("places")
