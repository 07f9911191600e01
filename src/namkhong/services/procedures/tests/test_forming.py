"""Which form a procedure asks, from a day on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from namkhong.kernel.actor import Actor
from namkhong.services.procedures import actions, queries
from namkhong.services.procedures.errors import BadChoice, NoSuchProcedure
from namkhong.services.procedures.models import ProcedureVersion
from namkhong.services.procedures.tests.factories import KEEPER, NOW, SYSTEM, TODAY, row

pytestmark = pytest.mark.usefixtures("catalogue")
CODE = "1.004859"
TOMORROW = TODAY + timedelta(days=1)


def use(
    form_key: str = "don-de-nghi", from_day: date | None = TOMORROW, *, procedure_id: int = 0, who: Actor = KEEPER
) -> int:
    chosen = procedure_id or queries.in_force(CODE, TODAY).procedure_id
    return actions.use_form(procedure_id=chosen, form_key=form_key, from_day=from_day, actor=who, now=NOW)


def test_the_new_version_is_like_the_one_before_but_for_its_form() -> None:
    before = queries.in_force(CODE, TODAY)
    use()
    assert queries.in_force(CODE, TODAY).form_key == before.form_key
    after = queries.in_force(CODE, TOMORROW)
    assert after.form_key == "don-de-nghi"
    assert [line.name for line in after.components] == [line.name for line in before.components]
    assert [(line.name, line.amount) for line in after.fees] == [(line.name, line.amount) for line in before.fees]
    assert (after.name, after.process_key, after.stated_limit) == (before.name, before.process_key, before.stated_limit)
    assert queries.version(before.id).form_key == before.form_key, "dossiers begun keep theirs"


@pytest.mark.parametrize(
    ("key", "day", "field"),
    [
        ("don-de-nghi", None, "from_day"),
        ("don-de-nghi", TODAY - timedelta(days=1), "from_day"),
        ("khong-co", TOMORROW, "form_key"),
        (CODE, TOMORROW, "form_key"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(key: str, day: date | None, field: str) -> None:
    with pytest.raises(BadChoice) as caught:
        use(key, day)
    assert set(caught.value.fields) == {field}


def test_there_is_no_second_version_on_the_same_day() -> None:
    use()
    with pytest.raises(BadChoice, match="chưa đúng"):
        use("1.000656")
    with pytest.raises(NoSuchProcedure):
        use(procedure_id=999_999_999)


def test_a_file_that_comes_later_leaves_the_choice_alone() -> None:
    procedure_id = queries.in_force(CODE, TODAY).procedure_id
    use(from_day=TODAY + timedelta(days=1))
    given = row(CODE)
    actions.import_procedures([given], actor=SYSTEM, now=NOW + timedelta(days=2))
    actions.import_procedures([{**given, "name": "Tên mới của thủ tục"}], actor=SYSTEM, now=NOW + timedelta(days=3))
    last = ProcedureVersion.objects.filter(procedure_id=procedure_id).order_by("-number")[0]
    assert (last.name, last.form_key) == ("Tên mới của thủ tục", "don-de-nghi")
