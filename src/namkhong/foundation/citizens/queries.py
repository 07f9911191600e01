"""Reading people and businesses. A room that shows a card to an official records the access."""

from __future__ import annotations

from collections.abc import Iterable

from namkhong.foundation.citizens.errors import NoSuchBusiness, NoSuchPerson
from namkhong.foundation.citizens.models import Business, Person
from namkhong.foundation.citizens.types import BusinessCard, PersonCard
from namkhong.kernel import rows
from namkhong.kernel.actor import PersonId


def card(row: Person) -> PersonCard:
    """A row as others see it."""
    return PersonCard(
        id=PersonId(row.pk),
        personal_number=row.personal_number,
        full_name=row.full_name,
        date_of_birth=row.date_of_birth,
        gender=row.gender,
        address=row.address,
        phone=row.phone,
        email=row.email,
        assurance=row.assurance,
        commune_code=row.commune_code,
        account_id=row.account_id,
    )


def person(person_id: int) -> PersonCard:
    """One person.

    :raises NoSuchPerson: when there is none.
    """
    row = rows.one(Person, "id = %s", [person_id])
    if row is None:
        raise NoSuchPerson
    return card(row)


def people(person_ids: Iterable[int]) -> dict[int, PersonCard]:
    """Several people at once."""
    return {row.pk: card(row) for row in Person.objects.filter(pk__in=set(person_ids))}


def person_of(account_id: int) -> PersonCard | None:
    """The person who signs in with this account."""
    row = Person.objects.filter(account_id=account_id).first()
    return card(row) if row else None


def by_personal_number(number: str) -> PersonCard | None:
    """The person with this number."""
    row = Person.objects.filter(personal_number=number).first()
    return card(row) if row else None


def _business(row: Business) -> BusinessCard:
    return BusinessCard(
        id=row.pk,
        tax_code=row.tax_code,
        name=row.name,
        address=row.address,
        representative_id=PersonId(row.representative_id) if row.representative_id else None,
    )


def business(business_id: int) -> BusinessCard:
    """One business.

    :raises NoSuchBusiness: when there is none.
    """
    row = Business.objects.filter(pk=business_id).first()
    if row is None:
        raise NoSuchBusiness
    return _business(row)


def by_tax_code(tax_code: str) -> BusinessCard | None:
    """The business with this tax code."""
    row = Business.objects.filter(tax_code=tax_code).first()
    return _business(row) if row else None
