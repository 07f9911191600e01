"""Old names are found and explained."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from namkhong.foundation.places import queries, reading
from namkhong.foundation.places.models import Place
from namkhong.kernel import text
from tests import effort

pytestmark = pytest.mark.usefixtures("places")


def sentences(asked: str) -> list[str]:
    return [match.sentence for match in queries.explain(asked)]


def test_an_old_commune_is_found_and_explained() -> None:
    (match,) = queries.explain("xã Ma Thì Hồ, huyện Mường Chà")
    assert match.place.name == "Xã Na Sang"
    assert match.place.code == "03172"
    assert match.was == "Xã Ma Thì Hồ, huyện Mường Chà"
    assert match.sentence == (
        "Xã Ma Thì Hồ (huyện Mường Chà cũ) từ ngày 01/7/2025 là một phần của xã Na Sang. "
        "Giấy tờ ghi tên cũ vẫn có giá trị."
    )


@pytest.mark.parametrize(
    "asked",
    [
        "Ma Thì Hồ",
        "xa ma thi ho, huyen muong cha",
        "XA MA THI HO HUYEN MUONG CHA TINH DIEN BIEN",
        "x. Ma Thì Hồ - h. Mường Chà",
        "ma thi ho muong cha",
        "Xã Ma Thi Hô, H.Mường Chà, T.Điện Biên",
        "xa ma thi ho huyen muong cha tinh dien bien viet nam",
        "xã Ma Thì Hồ cũ (huyện Mường Chà cũ)",
        "ma thi hoo",
        "mat hi ho",
        "xã Ma Thì Hồo, huyện Mường Chà",
        "bản Huổi Tao, xã Ma Thì Hồ, huyện Mường Chà, tỉnh Điện Biên",
        text.without_accents("xã Ma Thì Hồ"),
    ],
)
def test_any_spelling_finds_it(asked: str) -> None:
    assert [match.place.name for match in queries.explain(asked)] == ["Xã Na Sang"]


def test_a_near_name_says_that_it_is_only_near() -> None:
    assert [match.exact for match in queries.explain("xã Ma Thì Hồo")] == [False]
    assert [match.exact for match in queries.explain("xã Ma Thì Hồ")] == [True]


def test_an_ambiguous_name_is_explained_in_every_meaning() -> None:
    found = {(match.was, match.place.name) for match in queries.explain("Mường Chà")}
    assert found == {
        ("Thị trấn Mường Chà, huyện Mường Chà", "Xã Na Sang"),
        ("Huyện Mường Chà", "Tỉnh Điện Biên"),
        ("", "Xã Mường Chà"),
    }


def test_the_kind_written_before_the_name_decides() -> None:
    assert [match.was for match in queries.explain("thị trấn Mường Chà")] == ["Thị trấn Mường Chà, huyện Mường Chà"]
    assert [match.was for match in queries.explain("tt Mường Chà")] == ["Thị trấn Mường Chà, huyện Mường Chà"]
    assert [match.was for match in queries.explain("xã Mường Chà")] == [""]
    (district,) = queries.explain("huyện Mường Chà")
    assert district.was == "Huyện Mường Chà"
    assert {part.name for part in district.parts} >= {"Xã Na Sang", "Phường Mường Lay", "Xã Mường Pồn"}


def test_a_name_that_begins_like_a_kind_is_still_found() -> None:
    assert [match.place.name for match in queries.explain("xã Xá Nhè, huyện Tủa Chùa")] == ["Xã Sáng Nhè"]
    assert [match.place.name for match in queries.explain("Xá Nhè")] == ["Xã Sáng Nhè"]


@pytest.mark.usefixtures("nation")
def test_a_word_that_may_begin_a_part_may_also_belong_to_a_name() -> None:
    assert "Xã Tịnh Khê" in {match.place.name for match in queries.explain("xa tinh khe")}


def test_a_commune_that_kept_its_name_is_told_as_such() -> None:
    (sentence,) = sentences("xã Na Sang, huyện Mường Chà")
    assert sentence == (
        "Xã Na Sang (huyện Mường Chà cũ) từ ngày 01/7/2025 được nhập với thị trấn Mường Chà, xã Sa Lông và "
        "xã Ma Thì Hồ và vẫn mang tên xã Na Sang. Giấy tờ ghi tên cũ vẫn có giá trị."
    )


def test_a_commune_of_today_says_what_it_is_made_of() -> None:
    assert "Xã Sín Thầu, tỉnh Điện Biên, từ ngày 01/7/2025 gồm " in " ".join(sentences("Sín Thầu"))


def test_old_provinces_are_explained() -> None:
    assert sentences("tỉnh Yên Bái") == [
        "Tỉnh Yên Bái từ ngày 01/7/2025 là một phần của tỉnh Lào Cai. Giấy tờ ghi tên cũ vẫn có giá trị."
    ]
    assert sentences("Thừa Thiên Huế") == [
        "Tỉnh Thừa Thiên Huế từ ngày 01/01/2025 là thành phố Huế. Giấy tờ ghi tên cũ vẫn có giá trị."
    ]


@pytest.mark.usefixtures("nation")
def test_an_unknown_commune_of_a_known_province_explains_the_province() -> None:
    (match,) = queries.explain("xã Không Có Thật, huyện Văn Chấn, tỉnh Yên Bái")
    assert match.place.name == "Tỉnh Lào Cai"


@pytest.mark.usefixtures("nation")
def test_a_place_elsewhere_is_found_too() -> None:
    (match,) = queries.explain("phường Ba Đình, Hà Nội")
    assert match.sentence == "Phường Ba Đình thuộc thành phố Hà Nội."


@pytest.mark.parametrize("asked", ["", "   ", ",,;", "zzzzqqq", "'; drop table places_place; --", "xã", "a" * 5_000])
def test_nonsense_finds_nothing_and_breaks_nothing(asked: str) -> None:
    assert queries.explain(asked) == []


def test_every_old_commune_is_explained_with_and_without_accents() -> None:
    for old in Place.objects.filter(level="commune", valid_to__isnull=False).select_related("parent"):
        assert old.parent is not None
        asked = f"{old.full_name}, {old.parent.full_name}"
        for written in (asked, text.without_accents(asked).upper()):
            (match,) = queries.explain(written)
            assert match.was == f"{old.full_name}, {old.parent.in_text}"
            assert match.place.province_code == "11"


def test_an_explanation_costs_at_most_six_queries(django_assert_max_num_queries: Callable[[int], Any]) -> None:
    for asked in ("Mường Chà", "ma thi hoo", "xa ma thi ho, huyen muong cha", "xa tinh khe"):
        with django_assert_max_num_queries(6):
            queries.explain(asked)


@pytest.mark.usefixtures("nation")
def test_an_explanation_is_quick_at_national_size() -> None:
    """Thirteen thousand names, as many as the country ever had; each asked some times, the best time counts."""
    template = Place.objects.filter(level="commune", valid_to__isnull=True).first()
    assert template is not None
    syllables = sorted({word for place in queries.communes() for word in place.name.split(" ")[1:]})
    chance = random.Random(1)
    names = [" ".join(chance.sample(syllables, chance.choice((1, 2, 2, 3)))) for _place in range(10_000)]
    Place.objects.bulk_create(
        Place(
            code=f"X{number:05d}",
            kind="xã",
            level="commune",
            name=name,
            full_name=f"Xã {name}",
            name_key=text.fold(name),
            search_key=text.fold(f"Xã {name}"),
            province_code="01",
            parent=template.parent,
            source="test",
        )
        for number, name in enumerate(names)
    )
    with connection.cursor() as cursor:
        cursor.execute("analyze places_place")  # as autovacuum does
    asked = ("xã Ma Thì Hồ, huyện Mường Chà", "ma thi hoo", "Mường Chà", "binhh minh", "zzzz")
    took = {typed: effort.least(partial(queries.explain, typed), turns=5, enough=0.02) for typed in asked}
    assert max(took.values()) <= 0.02, effort.slowest(took)


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_asked(asked: str) -> None:
    reading.read(asked)


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậếềểễệ ", min_size=1, max_size=30))
def test_folding_is_the_same_with_and_without_accents(name: str) -> None:
    assert text.fold(text.without_accents(name)) == text.fold(name) == text.fold(text.fold(name))


@given(st.text(max_size=12), st.text(max_size=12))
def test_distance_is_even_handed(a: str, b: str) -> None:
    assert reading.distance(a, b, 30) == reading.distance(b, a, 30)
    assert (reading.distance(a, b, 30) == 0) == (a == b)


def test_the_page_answers_without_javascript(client: Client) -> None:
    page = client.get("/dia-danh/", {"q": "xã Ma Thì Hồ, huyện Mường Chà"}).content.decode()
    assert "là một phần của xã Na Sang" in page
    assert 'value="xã Ma Thì Hồ, huyện Mường Chà"' in page
    assert "Chưa tìm thấy" in client.get("/dia-danh/", {"q": "<b>zzzz</b>"}).content.decode()
