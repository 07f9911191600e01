"""The block above the signature, right for the day."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from namkhong.foundation.organisations import actions, queries
from namkhong.foundation.organisations.errors import MayNotSign, Overlapping, WrongEntry
from namkhong.foundation.organisations.models import Authority, Official
from namkhong.foundation.organisations.tests.factories import NOW, START, SYSTEM, TODAY, agency, official, post
from namkhong.foundation.organisations.types import Rank, SigningForm
from namkhong.kernel.actor import Role

pytestmark = pytest.mark.usefixtures("province")
UBND = "TM. ỦY BAN NHÂN DÂN"
END = date(2026, 12, 31)


def block(someone: Official, at: str = "c03325", on: date = TODAY, *, collective: bool = True) -> tuple[str, ...]:
    return queries.signature_block(someone.account_id, agency(at).pk, on, for_the_collective=collective).lines


def give(
    form: SigningForm,
    holder_post: int,
    at: str = "c03325",
    *,
    start: date = START,
    end: date | None = END,
    under: int | None = None,
    scope: str = "Ký xác nhận tình trạng hôn nhân",
) -> int:
    return actions.give_authority(
        form=form,
        agency_id=agency(at).pk,
        holder_post_id=holder_post,
        scope=scope,
        basis="Văn bản 15/UQ-UBND ngày 01/01/2026",
        valid_from=start,
        valid_to=end,
        under_id=under,
        actor=SYSTEM,
        now=NOW,
    )


@pytest.mark.parametrize(
    ("at", "rank", "acting", "lines"),
    [
        ("c03325", Rank.CHIEF, False, (UBND, "CHỦ TỊCH")),
        ("c03325", Rank.CHIEF, True, (UBND, "Q. CHỦ TỊCH")),
        ("c03325", Rank.DEPUTY, False, (UBND, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("c03127", Rank.DEPUTY, False, (UBND, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("db", Rank.CHIEF, False, (UBND, "CHỦ TỊCH")),
        ("db", Rank.DEPUTY, False, (UBND, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("stp_2025", Rank.CHIEF, False, ("GIÁM ĐỐC",)),
        ("stp_2025", Rank.CHIEF, True, ("Q. GIÁM ĐỐC",)),
        ("stp_2025", Rank.DEPUTY, False, ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("thanhtra_2025", Rank.CHIEF, False, ("CHÁNH THANH TRA",)),
        ("thanhtra_2025", Rank.DEPUTY, False, ("KT. CHÁNH THANH TRA", "PHÓ CHÁNH THANH TRA")),
        ("vpubnd_2025", Rank.DEPUTY, False, ("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")),
    ],
)
def test_heads_and_deputies_sign_by_their_post(at: str, rank: Rank, *, acting: bool, lines: tuple[str, ...]) -> None:
    someone = official(at)
    post(someone, at, Role.LEADER, rank, acting=acting)
    assert block(someone, at) == lines
    drawn = queries.signature_block(someone.account_id, agency(at).pk, TODAY)
    assert drawn.name == "Quàng Văn Tưởng"
    assert str(drawn).endswith("Quàng Văn Tưởng")


def test_in_his_own_competence_the_chairman_signs_without_the_collective() -> None:
    chair = official()
    post(chair, "c03325", Role.LEADER, Rank.CHIEF)
    assert block(chair, collective=False) == ("CHỦ TỊCH",)


@pytest.mark.parametrize(
    ("unit", "role", "rank", "form", "lines"),
    [
        ("c03325_vp", Role.CHIEF_OF_OFFICE, None, SigningForm.TL, ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        (
            "c03325_vp",
            Role.CHIEF_OF_OFFICE,
            Rank.DEPUTY,
            SigningForm.TL,
            ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ),
        ("c03325_kt", Role.HEAD, None, SigningForm.TL, ("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG KINH TẾ")),
        (
            "c03325_ttpvhcc",
            Role.CENTRE_DIRECTOR,
            None,
            SigningForm.TUQ,
            ("TUQ. CHỦ TỊCH", "GIÁM ĐỐC TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"),
        ),
        ("c03325", Role.SPECIALIST, None, SigningForm.KT, (UBND, "KT. CHỦ TỊCH", "CHUYÊN VIÊN")),
        ("c03325", Role.SPECIALIST, None, SigningForm.TM, (UBND, "CHUYÊN VIÊN")),
    ],
)
def test_others_sign_by_the_authority_given_to_them(
    unit: str, role: Role, rank: Rank | None, form: SigningForm, lines: tuple[str, ...]
) -> None:
    post(official(), "c03325", Role.LEADER, Rank.CHIEF)
    someone = official()
    give(form, post(someone, unit, role, rank))
    assert block(someone) == lines


def test_authority_outside_its_dates_is_not_used() -> None:
    post(official(), "c03325", Role.LEADER, Rank.CHIEF)
    someone = official()
    give(SigningForm.TUQ, post(someone, "c03325_kt", Role.HEAD), start=date(2026, 3, 1), end=date(2026, 4, 1))
    assert block(someone, on=date(2026, 3, 31))[0] == "TUQ. CHỦ TỊCH"
    for day in (date(2026, 2, 28), date(2026, 4, 1), TODAY):
        with pytest.raises(MayNotSign):
            block(someone, on=day)


def test_authority_is_for_one_agency_only() -> None:
    post(official(), "c03325", Role.LEADER, Rank.CHIEF)
    someone = official()
    give(SigningForm.TUQ, post(someone, "c03325_kt", Role.HEAD))
    with pytest.raises(MayNotSign):
        block(someone, "c03172")


def test_a_post_outside_its_dates_is_not_used() -> None:
    chair = official()
    post(chair, "c03325", Role.LEADER, Rank.CHIEF, end=date(2026, 6, 1))
    assert block(chair, on=date(2026, 5, 31)) == (UBND, "CHỦ TỊCH")
    with pytest.raises(MayNotSign):
        block(chair, on=date(2026, 6, 1))


def test_somebody_without_post_or_authority_may_not_sign() -> None:
    someone = official()
    post(someone, "c03325_ttpvhcc", Role.COUNTER)
    with pytest.raises(MayNotSign):
        block(someone)


def test_authority_ends_with_the_post_it_was_given_in() -> None:
    post(official(), "c03325", Role.LEADER, Rank.CHIEF)
    someone = official()
    held = post(someone, "c03325_kt", Role.HEAD)
    given = give(SigningForm.TUQ, held)
    actions.end_appointment(post_id=held, on=TODAY, reason="Điều động", actor=SYSTEM, now=NOW)
    assert Authority.objects.get(pk=given).valid_to == TODAY
    with pytest.raises(MayNotSign):
        block(someone)


def test_authority_is_ended_from_a_day() -> None:
    post(official(), "c03325", Role.LEADER, Rank.CHIEF)
    someone = official()
    given = give(SigningForm.TL, post(someone, "c03325_kt", Role.HEAD), end=None)
    assert block(someone)[0] == "TL. CHỦ TỊCH"
    for _twice in range(2):
        actions.end_authority(authority_id=given, on=TODAY, reason="Thu hồi", actor=SYSTEM, now=NOW)
    with pytest.raises(MayNotSign):
        block(someone)


def test_tuq_is_limited_in_time() -> None:
    post(official(), "c03325", Role.LEADER, Rank.CHIEF)
    held = post(official(), "c03325_kt", Role.HEAD)
    with pytest.raises(WrongEntry, match="ngày kết thúc"):
        give(SigningForm.TUQ, held, end=None)
    given = give(SigningForm.TUQ, held)
    with pytest.raises(IntegrityError), transaction.atomic():
        Authority.objects.filter(pk=given).update(valid_to=None)


def test_tuq_is_never_passed_on_but_tl_goes_to_the_deputy_of_the_unit() -> None:
    post(official(), "c03325", Role.LEADER, Rank.CHIEF)
    head, deputy = official(), official()
    head_post = post(head, "c03325_vp", Role.CHIEF_OF_OFFICE)
    deputy_post = post(deputy, "c03325_vp", Role.CHIEF_OF_OFFICE, Rank.DEPUTY)
    tuq, tl = give(SigningForm.TUQ, head_post), give(SigningForm.TL, head_post)
    for form, under in ((SigningForm.TUQ, tuq), (SigningForm.TUQ, tl), (SigningForm.TL, tuq)):
        with pytest.raises(WrongEntry):
            give(form, deputy_post, under=under)
    with pytest.raises(WrongEntry):
        give(SigningForm.TL, post(official(), "c03325_kt", Role.HEAD, Rank.DEPUTY), under=tl)
    passed_on = give(SigningForm.TL, deputy_post, under=tl)
    assert block(deputy) == ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")
    row = Authority.objects.filter(pk=passed_on)
    for wrong in ({"form": "TUQ."}, {"under_form": "TUQ."}, {"under_id": tuq}, {"under_form": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**wrong)
    actions.end_authority(authority_id=tl, on=TODAY, reason="Thu hồi", actor=SYSTEM, now=NOW)
    with pytest.raises(MayNotSign):
        block(deputy)


def test_acting_head_is_a_post_and_never_an_authority() -> None:
    post(official(), "c03325", Role.LEADER, Rank.CHIEF)
    held = post(official(), "c03325_kt", Role.HEAD)
    with pytest.raises(WrongEntry, match="là một chức vụ"):
        give(SigningForm.Q, held)
    given = give(SigningForm.TUQ, held)
    with pytest.raises(IntegrityError), transaction.atomic():
        Authority.objects.filter(pk=given).update(form="Q.")


def test_authority_stays_within_the_post_and_needs_a_head_a_scope_and_a_document() -> None:
    someone = official()
    held = post(someone, "c03325_kt", Role.HEAD, start=date(2026, 2, 1), end=date(2026, 10, 1))
    with pytest.raises(WrongEntry, match="người đứng đầu"):
        give(SigningForm.TUQ, held, start=date(2026, 3, 1), end=date(2026, 4, 1))
    chair = post(official(), "c03325", Role.LEADER, Rank.CHIEF)
    for start, end in ((date(2026, 1, 15), date(2026, 3, 1)), (date(2026, 3, 1), date(2026, 10, 2))):
        with pytest.raises(WrongEntry, match="nằm trong thời gian"):
            give(SigningForm.TUQ, held, start=start, end=end)
    with pytest.raises(WrongEntry):
        give(SigningForm.TUQ, held, start=date(2026, 3, 1), end=date(2026, 4, 1), scope=" ")
    with pytest.raises(WrongEntry, match="chính mình"):
        give(SigningForm.TUQ, chair)
    give(SigningForm.TUQ, held, start=date(2026, 3, 1), end=date(2026, 4, 1))
    with pytest.raises(Overlapping):
        give(SigningForm.TUQ, held, start=date(2026, 3, 15), end=date(2026, 5, 1))
