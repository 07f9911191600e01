"""Remembering for a few seconds never hides a change from whoever made it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from namkhong.kernel import remembering
from namkhong.kernel.remembering import Remembered, remember


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    at = [1_000.0]
    monkeypatch.setattr(remembering, "time", SimpleNamespace(monotonic=lambda: at[0]))

    def later(seconds: float) -> None:
        at[0] += seconds

    return later


def _question(most: int = 3) -> tuple[Remembered[[str], str], list[str]]:
    asked: list[str] = []

    @remember(seconds=10, most=most)
    def answer(word: str) -> str:
        if not word:
            raise ValueError
        asked.append(word)
        return f"{word}{len(asked)}"

    return answer, asked


def test_alone_in_the_database_answers_do_not_grow_old_but_are_forgotten(pass_time: Callable[[float], None]) -> None:
    answer, asked = _question()
    with remembering.alone():
        answer("a")
        pass_time(1_000.0)
        assert answer("a") == "a1"
        answer.forget()
        assert answer("a") == "a2"
    pass_time(1_000.0)
    assert answer("a") == "a3", "when others may change things again, an old answer is asked again"
    assert asked == ["a", "a", "a"]


def test_asked_once_until_the_answer_has_grown_old(pass_time: Callable[[float], None]) -> None:
    answer, asked = _question()
    assert [answer("a"), answer("a"), answer("b"), answer("b")] == ["a1", "a1", "b2", "b2"]
    pass_time(9.9)
    assert answer("a") == "a1"
    pass_time(0.1)
    assert answer("a") == "a3"
    assert len(asked) == 3


def test_whoever_changes_it_remembers_nothing_for_a_while_and_others_ask_again(
    pass_time: Callable[[float], None],
) -> None:
    answer, _asked = _question()
    answer("a")
    answer.forget()
    assert [answer("a"), answer("a")] == ["a2", "a3"], "it may be rolled back yet"
    with ThreadPoolExecutor(1) as other:
        assert other.submit(lambda: [answer("a"), answer("a")]).result() == ["a4", "a4"]
    pass_time(10)
    assert [answer("a"), answer("a")] == ["a5", "a5"]


def test_a_refusal_is_not_remembered() -> None:
    answer, _asked = _question()
    for _time in range(2):
        with pytest.raises(ValueError):  # noqa: PT011 - any
            answer("")


def test_it_keeps_no_more_than_it_may() -> None:
    answer, asked = _question(most=2)
    for word in "abca":
        answer(word)
    assert asked == ["a", "b", "c", "a"]


def test_a_test_begins_with_nothing_remembered() -> None:
    answer, _asked = _question()
    answer.forget()
    answer("a")
    remembering.begin_anew()
    assert [answer("a"), answer("a")] == ["a2", "a2"]
