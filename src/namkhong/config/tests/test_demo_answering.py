"""The invented people of the demo can answer every form that is shipped."""

from __future__ import annotations

import json
from random import Random

import pytest
from django.conf import settings

from namkhong.config.demo.answering import Pen
from namkhong.config.demo.people import People
from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.places import actions as places
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers.tests.factories import MONDAY, SYSTEM
from namkhong.services.eforms import actions, queries

pytestmark = pytest.mark.django_db


def test_every_shipped_form_is_answered_right() -> None:
    places.load_facts(MONDAY, actor=SYSTEM, nation=False)
    actions.load_facts(MONDAY)
    account = accounts.recognise_citizen(subject="demo:1", display_name="Lò Thị Lan", now=MONDAY)
    owner = Actor.system("Nạp dữ liệu chạy thử")
    keys = [path.stem for path in sorted((settings.FACTS / "forms").glob("*.json")) if not path.name.startswith("_")]
    assert len(keys) >= 20
    wrong: dict[str, object] = {}
    for key in keys:
        random = Random(1)
        spec = queries.form(
            json.loads((settings.FACTS / "forms" / f"{key}.json").read_text("utf-8"))["key"], clock.local_date(MONDAY)
        )
        pen = Pen(random, People(random).person(), "11", "Xã Mường Phăng")
        answers = None
        for section in spec.sections:
            kept = actions.save_step(
                answers_id=answers,
                form_id=spec.id,
                section=section.code,
                posted=pen.page(section),
                owner_account_id=account,
                actor=owner,
                now=MONDAY,
            )
            answers = kept.answers_id
            unasked = {field.id for field in section.fields if field.fixed}
            if found := {name: said for name, said in kept.errors.items() if name.split("-")[0] not in unasked}:
                wrong[f"{key}/{section.code}"] = found
    assert not wrong
