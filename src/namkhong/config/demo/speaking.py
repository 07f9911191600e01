"""What people say of the demo's finished dossiers: about one in ten is rated, about one in a hundred asked about.

Through the real actions, at times of the past, the oldest first, so that numbers stand in order. One transaction for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from namkhong.config.demo.lives import holder
from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import AccountId, Actor, ActorKind, PersonId, Role
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.states import State
from namkhong.services.feedback import actions
from namkhong.services.feedback.types import Kind, NewInquiry

RATED: Final = 0.10
ASKED: Final = 0.01
MOST: Final = 2_000  # of a big province the newest so many are spoken of: what screens show first
_STARS: Final = (5, 4, 3, 2, 1)
_WEIGHTS: Final = (62, 26, 8, 3, 1)
_SAID: Final[dict[int, tuple[str, ...]]] = {
    5: ("Cán bộ hướng dẫn tận tình, trả kết quả sớm.", "Nộp ở nhà, không phải đi lại.", "", "", ""),
    4: ("Nhanh, đúng hẹn.", "Nên nhắn tin khi có kết quả.", "", ""),
    3: ("Phải ra bổ sung giấy tờ một lần.", "", ""),
    2: ("Chờ ở quầy lâu.", "Trang nộp hồ sơ khó dùng trên điện thoại."),
    1: ("Hẹn trả mà đến chưa có.",),
}
_QUESTIONS: Final = (
    ("Nhận kết quả thay có được không", "Tôi đi làm xa, nhờ em trai đến nhận kết quả thì cần mang theo giấy tờ gì?"),
    ("Xin thêm bản sao", "Tôi muốn xin thêm hai bản sao thì nộp hồ sơ mới hay nộp thêm lệ phí?"),
    ("Kết quả điện tử dùng ở đâu", "Bản điện tử tôi tải về có dùng thay bản giấy khi đi vay ngân hàng được không?"),
    ("Sai một chữ trong kết quả", "Tên đệm trong giấy tờ ghi thiếu dấu, tôi phải làm gì để sửa?"),
)
_ANSWER: Final = (
    "Cảm ơn ông/bà đã hỏi. Xin ông/bà mang căn cước và Giấy tiếp nhận hồ sơ đến Trung tâm Phục vụ hành chính công, "
    "cán bộ sẽ hướng dẫn và giải quyết ngay trong giờ làm việc."
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """How much was said."""

    ratings: int
    questions: int


@transaction.atomic
def speak(random: Random, *, until: datetime) -> Spoken:
    """Let the applicants of finished dossiers rate and ask, within two days of the result, none of it after ``until``."""
    said = sorted(_chosen(random, until), key=lambda one: one[0])
    ratings = questions = 0
    for at, row, asks in said:
        who = _applicant(row)
        if asks:
            questions += _ask(random, row, who, at, until)
        else:
            stars = random.choices(_STARS, weights=_WEIGHTS)[0]
            actions.rate(code=row["code"], stars=stars, words=random.choice(_SAID[stars]), actor=who, now=at)
            ratings += 1
    return Spoken(ratings, questions)


def _chosen(random: Random, until: datetime) -> Iterator[tuple[datetime, dict[str, Any], bool]]:
    finished = Dossier.objects.filter(state=State.HANDED_OVER, handed_over_at__lt=until).order_by("-handed_over_at")
    wanted = ("code", "person_id", "applicant_name", "handed_over_at", "decider_agency_id")
    for row in finished.values(*wanted)[:MOST]:
        for share, asks in ((RATED, False), (ASKED, True)):
            if random.random() < share:
                at = row["handed_over_at"] + timedelta(hours=random.uniform(0.2, 48))
                yield min(at, until), row, asks


def _applicant(row: dict[str, Any]) -> Actor:
    account = citizens.person(row["person_id"]).account_id
    return Actor(
        kind=ActorKind.CITIZEN,
        account_id=AccountId(account) if account is not None else None,
        label=row["applicant_name"],
        person_id=PersonId(row["person_id"]),
        assurance=2,
    )


def _ask(random: Random, row: dict[str, Any], who: Actor, at: datetime, until: datetime) -> int:
    """A question; answered the next day by who leads there, but for those of the last days, which still wait."""
    if who.account_id is None:  # brought to a counter by somebody who never signed in
        return 0
    title, words = random.choice(_QUESTIONS)
    new = NewInquiry(
        kind=Kind.QUESTION, title=title, text=words, token=UUID(int=random.getrandbits(128), version=4),
        dossier_code=row["code"],
    )  # fmt: skip
    sent = actions.send(new=new, actor=who, now=at)
    answered = at + timedelta(hours=random.uniform(3, 30))
    if answered < until:
        leader = holder(organisations.agency(row["decider_agency_id"]).id, Role.LEADER, random.random())
        given: dict[str, Any] = {"inquiry_id": sent.id, "actor": leader, "now": answered}
        actions.assign(**given, account_id=leader.account_id)
        actions.answer(**given, words=_ANSWER)
    return 1
