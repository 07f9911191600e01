"""Problems: a status for the browser, a sentence for the person, read only when it is shown."""

from __future__ import annotations

import pytest

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Problem, TooMany, Unavailable, Unseen


class Lazy:
    """A sentence whose language is known only when it is read."""

    def __init__(self) -> None:
        self.language = "vi"

    def __str__(self) -> str:
        return {"vi": "Không tìm thấy", "en": "Not found"}[self.language]


@pytest.mark.parametrize(
    ("kind", "status"),
    [(Problem, 400), (Invalid, 422), (Forbidden, 403), (Unseen, 404), (Conflict, 409), (Unavailable, 503)],
)
def test_every_problem_has_its_status_and_its_sentence(kind: type[Problem], status: int) -> None:
    problem = kind("Xin xem lại.")
    assert problem.status == status
    assert str(problem) == "Xin xem lại."
    assert problem.fields == {}
    assert isinstance(problem, Problem)


def test_too_many_says_how_long_to_wait() -> None:
    problem = TooMany("Xin chờ.", retry_after=30)
    assert problem.status == 429
    assert problem.retry_after == 30
    assert str(problem) == "Xin chờ."


def test_a_sentence_is_read_when_it_is_shown_not_when_it_is_raised() -> None:
    sentence = Lazy()
    problem = Unseen(sentence)
    sentence.language = "en"
    assert str(problem) == "Not found"


def test_the_fields_are_kept_as_they_were() -> None:
    given = {"phone": "Số điện thoại chưa đúng."}
    problem = Invalid("Xin xem lại.", fields=given)
    given.clear()
    assert problem.fields == {"phone": "Số điện thoại chưa đúng."}
