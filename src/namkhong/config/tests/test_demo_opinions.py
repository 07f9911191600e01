"""What the demo plans and what its people say: the shares that the province is known by, counted without loading it."""

from __future__ import annotations

import time
from datetime import timedelta
from random import Random

import pytest

from namkhong.config.demo import loading, speaking
from namkhong.config.demo.lives import LATE_SHARE, ONLINE_SHARE, Story
from namkhong.config.demo.people import People
from namkhong.kernel import clock
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY
from namkhong.services.dossiers.tests.many import copied
from namkhong.services.feedback import actions as feedback
from namkhong.services.feedback.models import Inquiry, Rating

pytestmark = pytest.mark.django_db


def test_the_plan_is_85_percent_online_and_99_percent_on_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the plan: who asks for what, when, through which door, late or not. Nobody is written into the database."""
    factories.load_facts(codes=frozenset({factories.MARRIAGE, "2.000635", "1.001193", "1.000894", "2.000815"}))
    made = object()
    monkeypatch.setattr(loading, "_citizen", lambda _people, commune: _Somebody(commune, made))
    random = Random(loading.SEED)
    parts = loading._planned(random, People(random), 3_000, clock.now())
    stories: list[Story] = [story for part in parts for story, _at in part]
    assert len(stories) == 3_000
    online = sum(story.online for story in stories) / len(stories)
    late = sum(story.late for story in stories) / len(stories)
    assert online == pytest.approx(ONLINE_SHARE, abs=0.02)
    assert online > 0.83
    assert 1 - late > 0.99, f"planned late: {late:.4f}, wanted {LATE_SHARE}"
    assert not Dossier.objects.exists()


class _Somebody:
    """Enough of a citizen for the plan."""

    def __init__(self, commune: object, _made: object) -> None:
        self.commune = commune


def test_one_in_ten_rates_and_one_in_a_hundred_asks_in_little_time() -> None:
    world = factories.province()
    feedback.load_facts(now=factories.SETUP, actor=factories.SYSTEM)
    copied(factories.handed_over(world).id, 1_000)
    until = MONDAY + timedelta(days=3)
    started = time.process_time()
    said = speaking.speak(Random(5), until=until)
    took = time.process_time() - started  # other tests on the same cores do not count
    print(f"\n  1,001 dossiers: {said.ratings} ratings, {said.questions} questions, {took:.2f} s of this process")
    assert said.ratings == Rating.objects.count()
    assert said.questions == Inquiry.objects.count()
    assert 70 <= said.ratings <= 130
    assert 3 <= said.questions <= 20
    stars = list(Rating.objects.values_list("stars", flat=True))
    assert sum(stars) / len(stars) > 4
    assert set(Inquiry.objects.values_list("state", flat=True)) <= {"sent", "answered"}
    assert not Rating.objects.filter(rated_at__gt=until).exists()
    assert took < 4  # two cores shared by many; the loading prints its own seconds
