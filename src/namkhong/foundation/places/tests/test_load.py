"""Loading the nation's places."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from namkhong.foundation.places import actions, queries
from namkhong.foundation.places.errors import NoSuchPlace
from namkhong.foundation.places.models import Place, PlaceChange, holding

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
BEFORE = date(2025, 6, 30)

pytestmark = pytest.mark.usefixtures("places")


def test_loading_twice_changes_nothing() -> None:
    before = list(Place.objects.order_by("id").values())
    assert actions.load_facts(NOW, nation=False) == 0
    assert list(Place.objects.order_by("id").values()) == before


@pytest.mark.usefixtures("nation")
def test_today_there_are_34_provinces_and_3321_communes() -> None:
    assert len(queries.provinces(TODAY)) == 34
    assert len(queries.communes(TODAY)) == 3_321
    assert actions.load_facts(NOW) == 0


def test_before_there_were_63_provinces() -> None:
    assert len(queries.provinces(BEFORE)) == 63


def test_dien_bien_has_45_communes_today_and_had_129_in_10_districts() -> None:
    assert len(queries.communes(TODAY, province_code="11")) == 45
    assert len(queries.communes(BEFORE, province_code="11")) == 129
    assert Place.objects.filter(holding(BEFORE), level="district").count() == 10


def test_every_old_commune_leads_to_a_commune_of_today() -> None:
    old = Place.objects.filter(valid_to=date(2025, 7, 1), level="commune")
    assert old.count() == 129
    for place in old:
        assert [change.new.valid_to for change in place.became.all()] == [None]


def test_every_commune_of_the_province_is_made_of_at_least_two_old_ones() -> None:
    for place in Place.objects.filter(holding(TODAY), level="commune", province_code="11"):
        assert place.came_from.count() >= 2


def test_every_old_province_leads_somewhere() -> None:
    ended = Place.objects.filter(level="province", valid_to__isnull=False)
    assert ended.count() == 52 + 1  # 52 merged in July, Thừa Thiên Huế renamed in January
    assert PlaceChange.objects.filter(old__in=ended).values("old").distinct().count() == 53


@pytest.mark.usefixtures("nation")
def test_names_are_nfc_and_carry_their_kind() -> None:
    for place in queries.communes(TODAY):
        assert place.name.lower().startswith(place.kind)
        assert place.province_name


def test_one_code_means_one_place_at_a_time() -> None:
    place = Place.objects.get(code="03172", valid_to__isnull=True)
    place.pk = None
    place._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        place.save()


def test_a_code_is_read_on_the_day_it_is_asked_for() -> None:
    assert queries.place("03127").name == "Phường Điện Biên Phủ"
    assert queries.place("03127", BEFORE).name == "Phường Him Lam"
    assert queries.place("03127").province_name == "Tỉnh Điện Biên"
    with pytest.raises(NoSuchPlace):
        queries.place("99999")


def test_the_facts_keep_their_sources() -> None:
    data = json.loads((settings.FACTS / "places.json").read_text(encoding="utf-8"))
    assert data["sources"]
    assert data["to_be_confirmed"]
