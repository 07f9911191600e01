"""Who may change which answers. This room asks for the owner alone; who may act for her is the dossier's question."""

from __future__ import annotations

from typing import Final

import pytest
from django.db import transaction

from namkhong.kernel.problems import Conflict, Problem, Unseen
from namkhong.services.eforms import actions
from namkhong.services.eforms.tests.factories import GOOD, NOW, SYSTEM, owner, posted, spec

pytestmark = pytest.mark.django_db

BY_OWNER: Final = {"save_step"}
# Called by a deed of a room above, which has asked its own policies first; or by the platform and its keepers.
ASKED_ABOVE: Final = {"add_form_version", "copy_answers", "load_facts", "lock_answers"}
TABLE: Final = {
    # whose account says it is hers: a draft, what was filed
    "Lan": ("yes", "filed"),
    "her neighbour": ("unseen", "unseen"),
    "nobody": ("unseen", "unseen"),
}


def test_every_verb_has_its_place() -> None:
    assert set(actions.__all__) == BY_OWNER | ASKED_ABOVE


@pytest.mark.parametrize("who", TABLE)
def test_answers_are_changed_by_their_owner_and_only_until_they_are_filed(who: str) -> None:
    form, lan = spec(), owner()
    account = {"Lan": lan, "her neighbour": owner("inh"), "nobody": 0}[who]
    answers = actions.save_step(
        answers_id=None, form_id=form.id, section="mot", posted=posted(GOOD), owner_account_id=lan, now=NOW
    ).answers_id

    def change() -> str:
        try:
            with transaction.atomic():
                actions.save_step(
                    answers_id=answers,
                    form_id=form.id,
                    section="mot",
                    posted=posted(GOOD, line="Khác"),
                    owner_account_id=account,
                    now=NOW,
                )
        except Unseen:
            return "unseen"
        except Conflict:
            return "filed"
        except Problem as problem:
            return type(problem).__name__
        return "yes"

    draft = change()
    actions.lock_answers(answers_id=answers, actor=SYSTEM, now=NOW)
    assert (draft, change()) == TABLE[who]
