"""Ratings: once, by the applicant, changed within fifteen days, also with the secret of form 01."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import queries as dossiers_read
from namkhong.services.dossiers.errors import NoSuchDossier
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.tests import factories as dossiers
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.feedback import actions, queries
from namkhong.services.feedback.errors import Missing, NotToRate, RatingClosed
from namkhong.services.feedback.models import Rating
from namkhong.services.feedback.tests.conftest import People
from namkhong.web.tests.english import english_in

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=4)


def _code(world: Province) -> str:
    return dossiers.handed_over(world).code


def _rate(code: str, who: Actor, stars: int = 5, words: str = "", *, after: timedelta = timedelta(0)) -> int:
    return actions.rate(code=code, stars=stars, words=words, actor=who, now=LATER + after)


def test_one_rating_for_one_dossier(world: Province, people: People) -> None:
    code = _code(world)
    first = _rate(code, people.lan, 2, "Phải chờ lâu")
    assert _rate(code, people.lan, 2, "Phải chờ lâu") == first
    assert _rate(code, people.lan, 4, after=timedelta(days=15)) == first
    assert (Rating.objects.get().stars, Rating.objects.get().words) == (4, "")


def test_after_fifteen_days_it_stays(world: Province, people: People) -> None:
    code = _code(world)
    _rate(code, people.lan, 2)
    with pytest.raises(RatingClosed):
        _rate(code, people.lan, 5, after=timedelta(days=16))
    assert Rating.objects.get().stars == 2


def test_only_the_applicant_and_only_after_the_hand_over(world: Province, people: People) -> None:
    code = _code(world)
    for who in (people.neighbour, people.visitor):
        with pytest.raises(NoSuchDossier):
            _rate(code, who)
    with pytest.raises(NotToRate):
        _rate(code, people.counter)
    with pytest.raises(NotToRate):
        _rate(dossiers.decided(world).code, people.lan)


@pytest.mark.parametrize("stars", [0, 6, -1, None])
def test_one_to_five(world: Province, people: People, stars: int | None) -> None:
    with pytest.raises(Missing):
        actions.rate(code=_code(world), stars=stars, words="", actor=people.lan, now=LATER)


def test_with_the_secret_of_form_01(world: Province, people: People) -> None:
    row = Dossier.objects.get(code=_code(world))
    secret = dossiers_read.secret(row)
    with pytest.raises(NoSuchDossier):
        actions.rate(code=row.code or "", secret="AAAA-AAAA", stars=5, words="", actor=people.visitor, now=LATER)
    actions.rate(code=row.code or "", secret=secret, stars=3, words="", actor=people.visitor, now=LATER)
    assert Rating.objects.get().by_id is None
    _rate(row.code or "", people.lan, 4)
    assert Rating.objects.get().stars == 4


def test_the_agency_reads_its_sums_and_others_read_none(world: Province, people: People) -> None:
    for stars in (5, 5, 2):
        _rate(_code(world), people.lan, stars, f"Mức {stars}")
    (line,) = queries.sums([world.commune_id], clock.local_date(MONDAY))
    assert (line.count, line.stars, line.mean) == (3, (0, 1, 0, 0, 2), 4.0)
    assert queries.sums(None, clock.local_date(MONDAY)) == [line]
    assert not queries.sums([world.other_commune_id], clock.local_date(MONDAY))
    assert [row.words for row in queries.ratings([world.commune_id]).items] == ["Mức 2", "Mức 5", "Mức 5"]


def test_a_year_of_ratings_is_summed_over_an_index(world: Province, people: People) -> None:
    _rate(_code(world), people.lan)
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        from namkhong.services.feedback.queries.ratings import SUMS

        cursor.execute(f"explain {SUMS}", [[world.commune_id], [world.commune_id], MONDAY, LATER])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "rating_agency" in plan or "rating_newest" in plan, plan


def test_the_pages_of_a_rating(world: Province, people: People, browser: Callable[[Actor], Client]) -> None:
    code = _code(world)
    lan = browser(people.lan)
    shown = lan.get(f"/ho-so/{code}/").content.decode()
    assert "Đánh giá việc giải quyết hồ sơ này" in shown
    page = lan.get(f"/danh-gia/{code}/")
    assert page.status_code == 200
    assert not english_in(page.content.decode())
    wrong = lan.post(f"/danh-gia/{code}/", {"stars": "9", "words": "Chờ lâu"})
    assert wrong.status_code == 422
    assert "Chờ lâu" in wrong.content.decode()
    assert lan.post(f"/danh-gia/{code}/", {"stars": "4", "words": "Nhanh"}).status_code == 302
    assert "Ông/Bà đã đánh giá 4 trên 5" in lan.get(f"/ho-so/{code}/").content.decode()
    leader = browser(people.leader).get("/can-bo/danh-gia/").content.decode()
    assert "Nhanh" in leader
    assert "Lò Thị Lan" not in leader


def test_looked_up_with_the_secret_it_can_be_rated_without_signing_in(
    world: Province, people: People, browser: Callable[[Actor], Client]
) -> None:
    row = Dossier.objects.get(code=_code(world))
    secret = dossiers_read.secret(row)
    visitor = browser(people.visitor)
    page = visitor.post("/tra-cuu/", {"ma": row.code, "bm": secret})
    assert 'action="/danh-gia/"' in page.content.decode()
    with CaptureQueriesContext(connection) as asked:
        done = visitor.post("/danh-gia/", {"ma": row.code, "bm": secret, "stars": "5", "words": ""})
    assert "Cảm ơn ông/bà đã đánh giá" in done.content.decode()
    assert len(asked) < 40
    bad = visitor.post("/danh-gia/", {"ma": row.code, "bm": "AAAA-AAAA", "stars": "5"})
    assert bad.status_code == 422
    assert not english_in(bad.content.decode())
    assert visitor.get("/danh-gia/").status_code == 200
