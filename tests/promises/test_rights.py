"""The auditor's table is what the policies say, says the same as the oracle, and stands in the document."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.utils.translation import override

from namkhong.config.rights import situations, table
from namkhong.config.rights.people import EVERYBODY
from namkhong.config.rights.situations import SITUATIONS, Situation
from namkhong.kernel.actor import Role
from namkhong.services.dossiers.policies import Ability
from namkhong.services.dossiers.states import State
from tests.cast import NOW, World
from tests.promises import oracle
from tests.promises.pages import Page
from tests.promises.test_foreign_ids import case, someone

pytestmark = pytest.mark.xdist_group("promises: rights")
DOCUMENT: Final = Path(settings.ROOT) / "docs" / "reference" / "permissions-actions.md"
ORDER: Final = "NAMKHONG_WRITE=1 python -m pytest tests/promises/test_rights.py -k in_step"
HEAD: Final = """# Ai được làm gì với một hồ sơ, và ai trông coi hệ thống

Bảng này do hệ thống đọc từ chính các quy tắc đang chạy (`config/rights`, trang “Ai được làm gì” của quản trị), với một hồ sơ giả định
của một xã. `tests/promises/test_oracle.py` đối chiếu các quy tắc ấy với một bản viết lại từ lời của quy trình (`tests/promises/oracle.py`).
Không sửa tay; in lại bằng `{order}`.

Ai không có tên trong một bảng thì không biết là có hồ sơ. Việc của hệ thống (hết hạn bổ sung, im lặng là đồng ý) không nằm trong bảng.
"""


def test_every_state_every_role_and_every_deed_is_in_the_table(world: World) -> None:
    assert {one.state for one in SITUATIONS} == set(State) - {State.STOPPED_UNMET}  # as STOPPED_AT_REQUEST
    assert {post.role for one in EVERYBODY for actor in one.actors for post in actor.posts} == set(Role)
    assert set(table.WORDS) == set(Ability)
    process = situations.process_with_a_way_back()
    assert process != (0, 0)
    done = {deed for one in SITUATIONS for who in EVERYBODY for deed in table.may_do(who, one, process)}
    assert done == set(Ability)  # nothing that nobody may ever do


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.key)
def test_the_table_says_what_the_process_says(world: World, situation: Situation) -> None:
    process = situations.process_with_a_way_back()
    dossier = situations.dossier_in(situation, process)
    plain = case(dossier)
    for one in EVERYBODY:
        meant = frozenset[str]().union(*(oracle.may(someone(actor), plain) for actor in one.actors))
        assert {str(deed) for deed in table.may_do(one, situation, process)} == meant, (one.who, one.where)


def test_the_page_shows_each_situation(world: World) -> None:
    for situation in SITUATIONS:
        answer = world.browser("admin").get("/can-bo/quan-tri/quyen/", {"tinh-huong": situation.key})
        page = Page(answer.content.decode())
        assert answer.status_code == 200
        assert page.text.count(str(situation.words)) >= 2
    forged = world.browser("admin").get("/can-bo/quan-tri/quyen/", {"tinh-huong": "<script>"})
    assert forged.status_code == 200


def _document() -> str:
    lines = [HEAD.format(order=ORDER)]
    with override("vi"):
        for situation in SITUATIONS:
            lines += [f"## {situation.words}", "", f"Trạng thái `{situation.state}`: {situation.state_words}.", ""]
            lines += ["| Ai | Ở đâu | Được làm gì |", "|---|---|---|"]
            for line in table.lines(situation):
                lines.append(f"| {line.who} | {line.where} | {', '.join(map(str, line.may))} |")
            lines.append("")
        heads = [str(words) for words, _actor in table.KEEPERS.values()]
        lines += ["## Ai trông coi hệ thống", "", f"| Việc | {' | '.join(heads)} |", "|---|" + "---|" * len(heads)]
        said = {"yes": "✓", "up": "khi đã nâng quyền", "no": "–"}
        for deed in table.deeds(NOW):
            lines.append(f"| {deed.words} | {' | '.join(said[cell] for cell in deed.cells)} |")
    return "\n".join([*lines, ""])


def test_the_document_is_in_step_with_the_policies(world: World) -> None:
    made = _document()
    if os.environ.get("NAMKHONG_WRITE"):
        DOCUMENT.write_text(made, encoding="utf-8")
    assert DOCUMENT.read_text("utf-8") == made, ORDER
