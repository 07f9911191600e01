"""Who the applicant is, as forms may ask for it (``bind: applicant.full_name``)."""

from __future__ import annotations

from typing import Any

from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.places import queries as places
from namkhong.kernel.problems import Problem


def identity_of(person_id: int) -> dict[str, Any]:
    """What is known of the applicant; the address with the commune it lies in."""
    person = citizens.person(person_id)
    address: dict[str, Any] = {"detail": person.address}
    if person.commune_code:
        try:
            commune = places.place(person.commune_code)
        except Problem:
            commune = None
        if commune is not None:
            address |= {"province": commune.province_code, "commune": commune.name}
    return {
        "applicant": {
            "full_name": person.full_name,
            "personal_number": person.personal_number,
            "date_of_birth": person.date_of_birth,
            "gender": person.gender,
            "phone": person.phone,
            "email": person.email,
            "address": address,
            "address_text": person.address,
        }
    }
