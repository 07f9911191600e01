"""Writing people and businesses: recognised by the identity provider, or enrolled at a counter."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.citizens import contact, policies, queries
from namkhong.foundation.citizens.errors import IdentityMismatch, NoSuchPerson, PersonDiffers, WrongDetails
from namkhong.foundation.citizens.events import ContactChanged
from namkhong.foundation.citizens.models import Business, Person
from namkhong.foundation.citizens.types import PersonCard
from namkhong.kernel import clock, codes, rows, text
from namkhong.kernel.actor import AccountId, Actor, ActorKind, PersonId
from namkhong.kernel.events import publish

__all__ = ["enrol_at_counter", "enrol_business", "recognise", "update_contact"]


def _facts(
    *, personal_number: str, full_name: str, date_of_birth: date, gender: str, address: str, now: datetime
) -> dict[str, Any]:
    """The fields of a person, cleaned.

    :raises WrongDetails: naming every field that cannot be right.
    """
    wrong: dict[str, object] = {}
    name = text.one_line(full_name)
    if not codes.is_personal_number(personal_number):
        wrong["personal_number"] = _("Số định danh cá nhân gồm đúng 12 chữ số.")
    if not name or len(name) > 200 or not any(char.isalpha() for char in name):
        wrong["full_name"] = _("Xin ghi họ, chữ đệm và tên như trên căn cước.")
    if not date(1900, 1, 1) <= date_of_birth <= clock.local_date(now):
        wrong["date_of_birth"] = _("Ngày sinh phải từ năm 1900 đến hôm nay.")
    place = text.one_line(address)
    if len(place) > 500:
        wrong["address"] = _("Địa chỉ dài quá 500 ký tự.")
    if wrong:
        raise WrongDetails(wrong)
    return {
        "personal_number": personal_number,
        "full_name": name,
        "search_key": text.fold(name),
        "given_key": text.given_name_key(name),
        "date_of_birth": date_of_birth,
        "gender": gender if gender in Person.Gender.values else "",
        "address": place,
    }


def _update(row: Person, values: dict[str, Any]) -> None:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)


@transaction.atomic
def recognise(  # noqa: PLR0913 - the claims of the identity provider
    *,
    account_id: int,
    personal_number: str,
    full_name: str,
    date_of_birth: date,
    gender: str,
    address: str,
    assurance: int,
    now: datetime,
    phone: str = "",
    email: str = "",
) -> PersonId:
    """The person behind an account, as the identity provider vouches for her; made the first time.

    Identity data follow the provider at every sign-in; a phone number or address she gave us herself stays.

    :raises IdentityMismatch: when the account already belongs to another personal number.
    """
    facts = _facts(
        personal_number=personal_number,
        full_name=full_name,
        date_of_birth=date_of_birth,
        gender=gender,
        address=address,
        now=now,
    )
    reach = {"phone": contact.phone(phone) or "", "email": contact.email(email) or ""}
    Person.objects.get_or_create(
        personal_number=personal_number, defaults={**facts, **reach, "assurance": assurance, "created_at": now}
    )
    row = Person.objects.select_for_update().get(personal_number=personal_number)
    if Person.objects.filter(account_id=account_id).exclude(pk=row.pk).exists():
        raise IdentityMismatch
    me = Actor(
        kind=ActorKind.CITIZEN, account_id=AccountId(account_id), person_id=PersonId(row.pk), label=row.full_name
    )
    if row.account_id != account_id:
        verb = "citizens.recognised" if row.account_id is None else "citizens.recognised_again"
        audit.record(me, verb, ("person", row.pk), now=now, detail={"account": account_id, "before": row.account_id})
    elif any(getattr(row, name) != value for name, value in facts.items()):
        audit.record(me, "citizens.identity_updated", ("person", row.pk), now=now)
    _update(
        row,
        {
            **facts,
            "address": facts["address"] or row.address,
            "phone": row.phone or reach["phone"],
            "email": row.email or reach["email"],
            "assurance": assurance,
            "account_id": account_id,
            "confirmed_at": now,
        },
    )
    return PersonId(row.pk)


def enrol_at_counter(  # noqa: PLR0913 - the fields of an identity card
    *,
    personal_number: str,
    full_name: str,
    date_of_birth: date,
    gender: str,
    address: str,
    actor: Actor,
    now: datetime,
    phone: str = "",
    email: str = "",
    commune_code: str = "",
) -> PersonCard:
    """A person who came to the counter without an account, as her identity card says. Known people keep their data.

    :raises PersonDiffers: when the number is known with another name or date of birth.
    """
    policies.require_counter(actor)
    facts = _facts(
        personal_number=personal_number,
        full_name=full_name,
        date_of_birth=date_of_birth,
        gender=gender,
        address=address,
        now=now,
    )
    reach = _reach(phone, email)
    row = rows.one(Person, "personal_number = %s", [personal_number])
    if row is None:
        with transaction.atomic():
            row, made = Person.objects.get_or_create(  # somebody else may enrol her at this very moment
                personal_number=personal_number,
                defaults={**facts, **reach, "commune_code": commune_code, "created_at": now},
            )
            if made:
                audit.record(actor, "citizens.enrolled", ("person", row.pk), now=now)
    if (row.search_key, row.date_of_birth) != (facts["search_key"], date_of_birth):
        raise PersonDiffers
    return queries.card(row)


@transaction.atomic
def enrol_business(
    *, tax_code: str, name: str, address: str, representative_id: int | None, actor: Actor, now: datetime
) -> int:
    """A business, by its tax code; a known one gets the name and address as they are now.

    :raises WrongDetails: when the check digit is wrong.
    """
    policies.require_counter(actor)
    code, called = tax_code.strip(), text.one_line(name)
    wrong: dict[str, object] = {}
    if not codes.is_tax_code(code):
        wrong["tax_code"] = _("Mã số thuế gồm 10 chữ số (chi nhánh thêm “-001”). Xin kiểm tra lại từng số.")
    if not called or len(called) > 300:
        wrong["name"] = _("Xin ghi tên doanh nghiệp hoặc tổ chức, không quá 300 ký tự.")
    if wrong:
        raise WrongDetails(wrong)
    if representative_id is not None and not Person.objects.filter(pk=representative_id).exists():
        raise NoSuchPerson
    facts: dict[str, Any] = {
        "name": called,
        "search_key": text.fold(called),
        "address": text.one_line(address)[:500],
        "representative_id": representative_id,
    }
    row, made = Business.objects.get_or_create(tax_code=code, defaults={**facts, "created_at": now})
    if not made:
        row = Business.objects.select_for_update().get(pk=row.pk)
        changed = [field for field, value in facts.items() if getattr(row, field) != value]
        if not changed:
            return row.pk
        for field in changed:
            setattr(row, field, facts[field])
        row.save(update_fields=changed)
    verb = "citizens.business_enrolled" if made else "citizens.business_updated"
    audit.record(actor, verb, ("business", row.pk), now=now)
    return row.pk


def _reach(phone: str, email: str) -> dict[str, str]:
    """Phone and e-mail as they are kept; both may be empty.

    :raises WrongDetails: naming what cannot be right.
    """
    number, address = contact.phone(phone) if phone.strip() else "", contact.email(email) if email.strip() else ""
    wrong: dict[str, object] = {}
    if number is None:
        wrong["phone"] = _("Số điện thoại bắt đầu bằng 0 và có 10 chữ số, ví dụ 0912 345 678.")
    if address is None:
        wrong["email"] = _("Thư điện tử phải có dạng ten@vidu.vn.")
    if number is None or address is None:
        raise WrongDetails(wrong)
    return {"phone": number, "email": address}


@transaction.atomic
def update_contact(*, person_id: int, phone: str, email: str, actor: Actor, now: datetime) -> None:
    """She changes where she can be reached; both may be left empty."""
    policies.require_herself(actor, person_id)
    reach = _reach(phone, email)
    row = Person.objects.select_for_update().filter(pk=person_id).first()
    if row is None:
        raise NoSuchPerson
    changed = [name for name, value in reach.items() if getattr(row, name) != value]
    if not changed:
        return
    _update(row, reach)
    entry = audit.record(actor, "citizens.contact_changed", ("person", person_id), now=now, detail={"changed": changed})
    publish(ContactChanged(person_id=person_id, entry_id=entry, at=now))
