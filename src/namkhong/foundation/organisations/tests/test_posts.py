"""Officials, their posts, and who is asked for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from namkhong.foundation.accounts import queries as accounts
from namkhong.foundation.audit import queries as audit
from namkhong.foundation.organisations import actions, queries, titles
from namkhong.foundation.organisations.errors import NoSuchPost, Overlapping, WrongEntry
from namkhong.foundation.organisations.models import Agency, Official, PostHolding
from namkhong.foundation.organisations.tests.factories import NOW, START, SYSTEM, TODAY, agency, official, post
from namkhong.foundation.organisations.types import Rank
from namkhong.kernel import text
from namkhong.kernel.actor import Role


@pytest.mark.usefixtures("province")
class TestPosts:
    def test_posts_of_today_come_in_one_query(self, django_assert_max_num_queries: Callable[[int], Any]) -> None:
        someone = official()
        post(someone, "c03325", Role.LEADER, Rank.DEPUTY)
        post(someone, "c03325_ttpvhcc", Role.CENTRE_DIRECTOR)
        post(someone, "c03325", Role.ADMINISTRATOR, start=date(2027, 1, 1))
        post(someone, "c03325", Role.ACCOUNTANT, start=date(2025, 8, 1), end=date(2026, 1, 1))
        with django_assert_max_num_queries(1):
            posts = queries.posts_of(someone.account_id, TODAY)
        assert [held.role for held in posts] == [Role.CENTRE_DIRECTOR, Role.LEADER]
        assert posts[1].title == "Phó Chủ tịch UBND xã Mường Phăng"
        assert posts[1].agency_path == agency("c03325").path
        assert posts[0].title == "Giám đốc Trung tâm Phục vụ hành chính công xã Mường Phăng"
        assert posts[0].agency_path == agency("c03325_ttpvhcc").path

    @pytest.mark.parametrize(
        ("at", "role", "rank", "acting", "title"),
        [
            ("c03325", Role.LEADER, None, False, "Chủ tịch UBND xã Mường Phăng"),
            ("c03325", Role.LEADER, Rank.CHIEF, True, "Quyền Chủ tịch UBND xã Mường Phăng"),
            ("db", Role.LEADER, Rank.DEPUTY, False, "Phó Chủ tịch UBND tỉnh Điện Biên"),
            ("stp_2025", Role.LEADER, None, False, "Giám đốc Sở Tư pháp"),
            ("stp_2025", Role.LEADER, Rank.DEPUTY, False, "Phó Giám đốc Sở Tư pháp"),
            ("thanhtra_2025", Role.LEADER, None, False, "Chánh Thanh tra tỉnh"),
            ("vpubnd_2025", Role.CHIEF_OF_OFFICE, None, False, "Chánh Văn phòng UBND tỉnh"),
            ("c03325_vp", Role.CHIEF_OF_OFFICE, None, False, "Chánh Văn phòng HĐND và UBND xã Mường Phăng"),
            ("c03325_vp", Role.CHIEF_OF_OFFICE, Rank.DEPUTY, False, "Phó chánh Văn phòng HĐND và UBND xã Mường Phăng"),
            ("c03325_kt", Role.HEAD, None, False, "Trưởng phòng Kinh tế xã Mường Phăng"),
            ("c03325_vhxh", Role.HEAD, Rank.DEPUTY, False, "Phó trưởng phòng Văn hóa – Xã hội xã Mường Phăng"),
            (
                "c03325_ttpvhcc",
                Role.COUNTER,
                None,
                False,
                "Cán bộ một cửa, Trung tâm Phục vụ hành chính công xã Mường Phăng",
            ),
            ("c03325_vp", Role.RECORDS_CLERK, None, False, "Văn thư, Văn phòng HĐND và UBND xã Mường Phăng"),
        ],
    )
    def test_titles_are_those_of_the_service(
        self, at: str, role: Role, rank: Rank | None, *, acting: bool, title: str
    ) -> None:
        held = post(official(), at, role, rank, acting=acting)
        assert PostHolding.objects.get(pk=held).title == title

    def test_an_agency_has_one_head_at_a_time(self) -> None:
        post(official(), "c03325", Role.LEADER, Rank.CHIEF, end=date(2026, 6, 1))
        with pytest.raises(Overlapping, match="đã có người đứng đầu"):
            post(official(), "c03325", Role.LEADER, Rank.CHIEF, start=date(2026, 5, 31))
        post(official(), "c03325", Role.LEADER, Rank.CHIEF, acting=True, start=date(2026, 6, 1))

    def test_the_same_post_is_not_given_twice(self) -> None:
        someone = official()
        post(someone, "c03325_ttpvhcc", Role.COUNTER)
        with pytest.raises(Overlapping):
            post(someone, "c03325_ttpvhcc", Role.COUNTER, start=TODAY)
        row = PostHolding.objects.get(official=someone)
        row.pk = None
        row._state.adding = True
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()

    def test_only_heads_act_and_only_leaders_lead(self) -> None:
        with pytest.raises(WrongEntry):
            post(official(), "c03325", Role.LEADER, Rank.DEPUTY, acting=True)
        with pytest.raises(WrongEntry):
            post(official(), "c03325", Role.COUNTER, Rank.CHIEF)
        with pytest.raises(WrongEntry):
            post(official(), "c03325", Role.COUNTER, start=date(2024, 1, 1))  # the commune began in July 2025
        with pytest.raises(WrongEntry):
            post(official(), "c03325", Role.COUNTER, start=TODAY, end=TODAY)

    def test_a_post_ends_from_its_day(self) -> None:
        someone = official()
        held = post(someone, "c03325_ttpvhcc", Role.COUNTER)
        actions.end_appointment(post_id=held, on=TODAY, reason="Nghỉ hưu", actor=SYSTEM, now=NOW)
        assert queries.posts_of(someone.account_id, TODAY) == ()
        assert len(queries.posts_of(someone.account_id, TODAY - timedelta(days=1))) == 1
        actions.end_appointment(post_id=held, on=TODAY, reason="Nghỉ hưu", actor=SYSTEM, now=NOW)  # once is enough
        assert [entry.action for entry in audit.entries_of(("post", held))].count(
            "organisations.appointment_ended"
        ) == 1
        with pytest.raises(WrongEntry):
            actions.end_appointment(post_id=held, on=START, reason="", actor=SYSTEM, now=NOW)
        with pytest.raises(NoSuchPost):
            actions.end_appointment(post_id=0, on=TODAY, reason="", actor=SYSTEM, now=NOW)

    def test_a_move_ends_one_post_and_opens_another_on_the_same_day(self) -> None:
        someone = official()
        held = post(someone, "c03325_ttpvhcc", Role.COUNTER)
        new = actions.move_official(
            official_id=someone.pk,
            post_id=held,
            agency_id=agency("c03172_vp").pk,
            role=Role.SPECIALIST,
            on=TODAY,
            reason="QĐ 12/QĐ-UBND",
            actor=SYSTEM,
            now=NOW,
        )
        assert [held.id for held in queries.posts_of(someone.account_id, TODAY)] == [new]
        assert Official.objects.get(pk=someone.pk).home == agency("c03172")

    def test_officials_at_an_agency_are_asked_by_role_and_come_by_given_name(self) -> None:
        for name in ("Lò Văn Yên", "Quàng Thị An", "Vàng A Ánh", "Giàng A Đông"):
            post(official(name=name), "c03325_ttpvhcc", Role.COUNTER)
        locked = official(name="Lường Văn Bình")
        post(locked, "c03325_ttpvhcc", Role.COUNTER)
        actions.lock_official(official_id=locked.pk, reason="Chờ kiểm tra", actor=SYSTEM, now=NOW)
        found = queries.officials_at(agency("c03325_ttpvhcc").pk, Role.COUNTER, TODAY)
        assert [card.full_name for card in found] == ["Quàng Thị An", "Vàng A Ánh", "Giàng A Đông", "Lò Văn Yên"]
        assert queries.officials_at(agency("c03325").pk, Role.COUNTER, TODAY) == []
        assert len(queries.officials_inside(agency("c03325").path, TODAY, Role.COUNTER)) == 4

    def test_names_and_titles_of_many_accounts_take_two_queries(
        self, django_assert_max_num_queries: Callable[[int], Any]
    ) -> None:
        people = [official(name=f"Lò Văn {name}") for name in ("An", "Bình", "Cường")]
        post(people[0], "c03325", Role.ADMINISTRATOR)
        post(people[0], "c03325", Role.LEADER, Rank.DEPUTY)
        with django_assert_max_num_queries(2):
            names = queries.official_names(person.account_id for person in people)
        assert names[people[0].account_id].title == "Phó Chủ tịch UBND xã Mường Phăng"
        assert names[people[1].account_id].title == ""
        assert names[people[1].account_id].full_name == "Lò Văn Bình"


@pytest.mark.usefixtures("province")
class TestOfficials:
    def test_a_new_official_gets_a_password_shown_once(self) -> None:
        created = actions.create_official(
            username="Tuong.QV",
            full_name="Quàng  Văn Tưởng",
            home_id=agency("c03325").pk,
            phone="0912 345 678",
            email="Tuong@dienbien.gov.vn",
            actor=SYSTEM,
            now=NOW,
        )
        assert created.password
        assert created.password not in repr(created)
        row = Official.objects.get(pk=created.official_id)
        assert (row.full_name, row.phone, row.email) == ("Quàng Văn Tưởng", "0912345678", "tuong@dienbien.gov.vn")
        assert accounts.account(created.account_id).username == "tuong.qv"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("username", "có dấu"),
            ("username", ""),
            ("full_name", "Tưởng"),
            ("full_name", "Lò Văn 9"),
            ("phone", "12ab"),
            ("email", "khong-phai-thu"),
        ],
    )
    def test_wrong_entries_are_told_at_their_field(self, field: str, value: str) -> None:
        entries: dict[str, Any] = {
            "username": "canbo.a",
            "full_name": "Lò Văn A",
            "phone": "",
            "email": "",
            field: value,
        }
        with pytest.raises(WrongEntry) as raised:
            actions.create_official(**entries, home_id=agency("c03325").pk, actor=SYSTEM, now=NOW)
        assert set(raised.value.fields) == {field}

    def test_a_sign_in_name_in_use_is_told_at_the_field(self) -> None:
        official(username="canbo.b")
        with pytest.raises(WrongEntry) as raised:
            official(username="canbo.b")
        assert set(raised.value.fields) == {"username"}

    def test_a_locked_official_holds_no_post_until_unlocked(self) -> None:
        someone = official()
        post(someone, "c03325_ttpvhcc", Role.COUNTER)
        actions.lock_official(official_id=someone.pk, reason="Nghỉ dài ngày", actor=SYSTEM, now=NOW)
        actions.lock_official(official_id=someone.pk, reason="Nghỉ dài ngày", actor=SYSTEM, now=NOW)
        assert queries.posts_of(someone.account_id, TODAY) == ()
        assert not accounts.account(someone.account_id).active
        actions.unlock_official(official_id=someone.pk, reason="Đi làm lại", actor=SYSTEM, now=NOW)
        assert len(queries.posts_of(someone.account_id, TODAY)) == 1
        assert accounts.account(someone.account_id).active
        with pytest.raises(WrongEntry):
            actions.lock_official(official_id=someone.pk, reason="  ", actor=SYSTEM, now=NOW)

    def test_an_official_is_renamed_everywhere(self) -> None:
        someone = official()
        actions.update_official(
            official_id=someone.pk, full_name="Quàng Văn Tương", phone="", email="", actor=SYSTEM, now=NOW
        )
        row = Official.objects.get(pk=someone.pk)
        assert row.search_key == "quang van tuong"
        assert row.given_key == text.given_name_key("Quàng Văn Tương")
        assert accounts.account(someone.account_id).display_name == "Quàng Văn Tương"


@given(st.sampled_from(list(Role)), st.sampled_from(list(Rank)), st.booleans())
def test_every_post_has_a_title(role: Role, rank: Rank, acting: bool) -> None:
    bare = titles.position("Giám đốc", role, rank)
    assert titles.full_title("Sở Tư pháp", bare, rank, acting=acting).strip()


LETTERS = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữự",
    min_size=1,
    max_size=7,
)


@given(st.lists(LETTERS.map(str.capitalize), min_size=2, max_size=5))
def test_a_name_is_found_by_its_folded_self(parts: list[str]) -> None:
    name = " ".join(parts)
    assert text.fold(name) == text.fold(text.without_accents(name).upper())
    assert text.fold(name).isascii()
    assert text.given_name_key(name).split(" ")[0] == text.given_name_key(parts[-1])


def test_kinds_that_lead_are_known_for_every_kind() -> None:
    for kind, _name in Agency._meta.get_field("kind").choices or ():
        assert any(titles.leads(str(kind), role) for role in Role)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("province")
def test_two_administrators_naming_a_head_at_once_make_one_head() -> None:
    people = [official(name=f"Lò Văn {name}") for name in ("An", "Bình")]
    start = Barrier(2)

    def name_head(someone: Official) -> str:
        try:
            start.wait(10)
            post(someone, "c03325", Role.LEADER, Rank.CHIEF)
        except Overlapping:
            return "told"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(name_head, people)) == ["done", "told"]
    assert PostHolding.objects.filter(rank=Rank.CHIEF).count() == 1
