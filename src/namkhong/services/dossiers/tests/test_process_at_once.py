"""The move to a new version while a dossier goes on: it is judged again, as its locked row is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from namkhong.kernel.problems import Conflict
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.models import Dossier, ProcessTrial, Step
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.test_at_once import at_once
from namkhong.services.dossiers.tests.test_process_trial import LATER, REASON, content, elevated, version

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_dossier_that_moves_while_the_others_are_moved_is_judged_again_under_its_lock() -> None:
    world = factories.province()
    sent = [factories.received(world) for _number in range(4)]
    code = content()["steps"][1]["code"]
    new = version(lambda steps: [{**s, "code": "anew"} if s["code"] == code else s for s in steps])
    trial = actions.try_process(process_version_id=new, actor=world.administrator, now=LATER)
    actions.count_process_trial(trial_id=trial, now=LATER)
    assert ProcessTrial.objects.get(pk=trial).stuck == 4
    actions.move_open_dossiers(trial_id=trial, reason=REASON, actor=elevated(world.administrator), now=LATER)
    going = [
        lambda pk=one.id: actions.forward(dossier_id=pk, actor=world.specialist, now=LATER, note="Đủ điều kiện")
        for one in sent[:2]
    ]
    found = at_once(*going, lambda: actions.apply_process_move(trial_id=trial, now=LATER))
    assert not [item for item in found if isinstance(item, Conflict)], "nobody is in another's way"
    row = ProcessTrial.objects.get(pk=trial)
    followed = Dossier.objects.filter(process_version_id=new)
    assert (row.state, row.moved, row.stuck) == ("done", followed.count(), 4 - followed.count())
    for dossier in Dossier.objects.filter(pk__in=[one.id for one in sent]):
        went = Step.objects.filter(dossier=dossier, by_id=world.specialist.account_id).exists()
        assert dossier.step_code == ("sign" if went else code)
        assert dossier.process_version_id != new or went, "what has no place in the new version stays"
    done = LATER + timedelta(hours=1)
    for one in sent[:2]:  # whichever version it follows, the leader can end it
        actions.decide(
            dossier_id=one.id, actor=world.leader, now=done, approved=False, reason="Không đủ điều kiện", result=None
        )
