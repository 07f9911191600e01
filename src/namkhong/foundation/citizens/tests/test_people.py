"""People are known once, by their number; the identity provider is right; contact is theirs."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from namkhong.foundation.audit.models import Entry
from namkhong.foundation.citizens import actions, contact, errors, queries
from namkhong.foundation.citizens.models import Person
from namkhong.foundation.citizens.tests import factories
from namkhong.foundation.citizens.tests.factories import LAN, NOW, TUONG
from namkhong.kernel import codes, text
from namkhong.kernel.problems import Conflict, Invalid

pytestmark = pytest.mark.django_db


def test_recognised_twice_is_one_person_and_one_entry() -> None:
    first, again = factories.recognised(), factories.recognised()
    assert first == again
    assert Entry.objects.filter(action__startswith="citizens.").count() == 1


def test_names_are_kept_composed_and_searchable_without_accents() -> None:
    person = Person.objects.get(pk=factories.recognised(full_name="  Lo\u0300  Thị Lan "))
    assert person.full_name == "Lò Thị Lan"
    assert person.search_key == "lo thi lan"
    assert person.given_key == text.given_name_key("Lò Thị Lan")


def test_what_the_provider_says_now_is_right_but_her_own_phone_stays() -> None:
    person = factories.recognised()
    actions.update_contact(person_id=person, phone="0987 654 321", email="", actor=factories.citizen(person), now=NOW)
    factories.recognised(full_name="Lò Thị Lan Anh", address="", phone="0900000000", assurance=3)
    card = queries.person(person)
    assert (card.full_name, card.phone, card.assurance) == ("Lò Thị Lan Anh", "0987654321", 3)
    assert card.address == LAN["address"]


def test_who_was_enrolled_at_the_counter_is_the_same_person_when_she_signs_in() -> None:
    enrolled = actions.enrol_at_counter(**LAN, actor=factories.counter(), now=NOW).id
    assert queries.person(enrolled).assurance == 0
    assert factories.recognised() == enrolled
    card = queries.person_of(factories.account())
    assert card
    assert (card.id, card.assurance) == (enrolled, 2)


def test_enrolling_a_known_person_changes_nothing_of_hers() -> None:
    person = factories.recognised()
    same = actions.enrol_at_counter(
        **{**LAN, "full_name": "LO THI LAN", "address": "nơi khác"},
        phone="0911111111",
        actor=factories.counter(),
        now=NOW,
    )
    assert same.id == person
    assert queries.person(person).phone == "0912345678"
    with pytest.raises(errors.PersonDiffers):
        actions.enrol_at_counter(**{**LAN, "full_name": "Lò Thị Hoa"}, actor=factories.counter(), now=NOW)
    with pytest.raises(errors.PersonDiffers):
        actions.enrol_at_counter(**{**LAN, "date_of_birth": date(1998, 3, 15)}, actor=factories.counter(), now=NOW)


def test_one_account_cannot_become_two_people() -> None:
    factories.recognised()
    with pytest.raises(errors.IdentityMismatch) as refused:
        factories.recognised(**TUONG)
    assert isinstance(refused.value, Conflict)


def test_a_new_account_at_the_provider_takes_its_person_along() -> None:
    person = factories.recognised()
    assert factories.recognised("lan-moi") == person
    assert queries.person_of(factories.account("lan")) is None
    assert Entry.objects.filter(action="citizens.recognised_again").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("personal_number", "01119800421"),
        ("personal_number", "01119800421x"),
        ("personal_number", "٠١١١٩٨٠٠٤٢١٧"),
        ("full_name", "  "),
        ("full_name", "\u200b"),
        ("full_name", "123"),
        ("full_name", "L" * 201),
        ("date_of_birth", date(1899, 12, 31)),
        ("date_of_birth", date(2026, 11, 24)),
        ("address", "x" * 501),
    ],
)
def test_what_cannot_be_right_is_named(field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        actions.enrol_at_counter(**{**LAN, field: value}, actor=factories.counter(), now=NOW)
    assert set(refused.value.fields) == {field}


def test_the_database_itself_refuses_a_number_that_is_not_twelve_digits() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(personal_number="12", full_name="x", date_of_birth=date(2000, 1, 1), created_at=NOW)


def test_the_record_of_a_person_holds_no_personal_value() -> None:
    person = factories.recognised()
    actions.update_contact(
        person_id=person, phone="0987654321", email="lan@example.vn", actor=factories.citizen(person), now=NOW
    )
    told = " ".join(str(row) for row in Entry.objects.values())
    for secret in ("011198004217", "Lò Thị Lan", "0987654321", "lan@example.vn", "Che Căn"):
        assert secret not in told


def test_saying_the_same_contact_again_records_nothing() -> None:
    person = factories.recognised()
    actions.update_contact(person_id=person, phone="0912.345.678", email="", actor=factories.citizen(person), now=NOW)
    assert not Entry.objects.filter(action="citizens.contact_changed").exists()


@pytest.mark.django_db(transaction=True)
def test_twelve_tabs_at_once_make_one_account_and_one_person() -> None:
    found: list[int] = []

    def arrive() -> None:
        try:
            found.append(factories.recognised())
        finally:
            connection.close()

    threads = [threading.Thread(target=arrive) for _n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12
    assert len(set(found)) == 1
    assert Entry.objects.filter(action="citizens.recognised").count() == 1


# ---- businesses --------------------------------------------------------------------------------------------------


def _business(**more: Any) -> int:
    values: dict[str, Any] = {
        "tax_code": "0100109106",
        "name": "Hợp tác xã Mường Phăng",
        "address": "xã Mường Phăng",
        "representative_id": None,
        "actor": factories.counter(),
        "now": NOW,
    }
    return actions.enrol_business(**values | more)


def test_a_business_is_known_once_and_kept_up_to_date() -> None:
    first = _business()
    assert _business() == first
    assert _business(name="Hợp tác xã Che Căn") == first
    card = queries.by_tax_code("0100109106")
    assert card
    assert card.name == "Hợp tác xã Che Căn"
    assert queries.business(first) == card
    assert Entry.objects.filter(action__startswith="citizens.business").count() == 2


def test_a_wrong_check_digit_or_an_unknown_representative_is_refused() -> None:
    with pytest.raises(errors.WrongDetails) as refused:
        _business(tax_code="0100109107", name=" ")
    assert set(refused.value.fields) == {"tax_code", "name"}
    with pytest.raises(errors.NoSuchPerson):
        _business(representative_id=404)


# ---- codes and contact, by properties ----------------------------------------------------------------------------

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


@given(st.text(alphabet="0123456789", min_size=9, max_size=9))
def test_of_the_ten_last_digits_of_a_tax_code_at_most_one_is_right(first_nine: str) -> None:
    right = [digit for digit in range(10) if codes.is_tax_code(f"{first_nine}{digit}")]
    wanted = 10 - sum(int(d) * w for d, w in zip(first_nine, _WEIGHTS, strict=True)) % 11
    assert right == ([wanted] if wanted < 10 else [])


@given(st.text(alphabet="0123456789", min_size=9, max_size=9), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_a_tax_code_is_always_noticed(first_nine: str, place: int, shift: int) -> None:
    right = [f"{first_nine}{digit}" for digit in range(10) if codes.is_tax_code(f"{first_nine}{digit}")]
    for code in right:
        other = str((int(code[place]) + shift) % 10)
        assert not codes.is_tax_code(code[:place] + other + code[place + 1 :])


@given(st.text(max_size=20))
def test_only_twelve_ascii_digits_are_a_personal_number(typed: str) -> None:
    assert codes.is_personal_number(typed) == (len(typed) == 12 and all(char in "0123456789" for char in typed))


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True), st.sampled_from(["{}", "+84{}", " {}", "84{}"]))
def test_one_phone_number_is_one_however_it_is_typed(number: str, shape: str) -> None:
    typed = shape.format(number if shape.strip() == "{}" else number[1:])
    assert contact.phone(typed) == number
    assert contact.phone(f"{number[:4]}.{number[4:7]}-{number[7:]}") == number


@given(st.text(max_size=40))
def test_whatever_is_typed_a_contact_is_clean_or_refused(typed: str) -> None:
    number, address = contact.phone(typed), contact.email(typed)
    assert number is None or (number.isascii() and number.isdigit() and number[0] == "0")
    assert address is None or (address.count("@") == 1 and " " not in address)


@pytest.mark.parametrize(
    "typed", ["", "12", "113", "09123456789012", "o912345678", "+1 912 345 678", "０９１２３４５６７８"]
)
def test_what_is_no_vietnamese_number_is_refused(typed: str) -> None:
    assert contact.phone(typed) is None


@pytest.mark.parametrize(
    "typed", ["", "lan", "lan@", "@vn", "lan@vn", "lan @example.vn", "a@b.vn,c@d.vn", "<a@b.vn>", "a\n@b.vn"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert contact.email(typed) is None


def test_several_people_at_once() -> None:
    lan = factories.recognised()
    tuong = factories.recognised("tuong", **TUONG, now=NOW + timedelta(days=1))
    assert {person.full_name for person in queries.people([lan, tuong, 404]).values()} == {
        "Lò Thị Lan",
        "Quàng Văn Tưởng",
    }
