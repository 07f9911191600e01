"""What no document confirmed is listed in one place, in sentences, with who confirms it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import override

from namkhong.config.unconfirmed import MATTERS, unconfirmed


def _marks(node: Any) -> bool:
    if isinstance(node, list):
        return any(_marks(item) for item in node)
    if isinstance(node, dict):
        return any((key == "to_be_confirmed" and value) or _marks(value) for key, value in node.items())
    return False


def test_every_file_that_marks_something_belongs_to_a_matter() -> None:
    covered = {path for matter in MATTERS for pattern in matter.files for path in settings.FACTS.glob(pattern)}
    marking = {
        path
        for path in (*settings.FACTS.glob("*.json"), *settings.FACTS.glob("forms/*.json"))
        if _marks(json.loads(path.read_text("utf-8")))
    }
    assert marking
    assert marking <= covered


def test_each_matter_says_what_and_how_often_and_never_in_code() -> None:
    with override("vi"):
        found = unconfirmed()
        assert len(found) == len(MATTERS)
        for one in found:
            assert str(one.matter.who)
            assert one.count >= 1
            for sentence, _times in one.lines:
                assert " " in sentence, sentence
                assert "_" not in sentence, sentence


def test_what_was_confirmed_is_no_longer_listed(tmp_path: Path) -> None:
    rows: dict[str, Any] = {"rules": [{"to_be_confirmed": "Số ngày do sản phẩm chọn."}, {"to_be_confirmed": ""}]}
    (tmp_path / "feedback.json").write_text(json.dumps(rows), "utf-8")
    assert [one.lines for one in unconfirmed(tmp_path)] == [(("Số ngày do sản phẩm chọn.", 1),)]
    rows["rules"][0]["to_be_confirmed"] = ""
    (tmp_path / "feedback.json").write_text(json.dumps(rows), "utf-8")
    assert unconfirmed(tmp_path) == []
