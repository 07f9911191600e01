"""Who the applicant is, as forms may ask for it (``bind: applicant.full_name``)."""

from __future__ import annotations

from typing import Any

from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.citizens.types import PersonCard
from namkhong.foundation.places import queries as places
from namkhong.foundation.places.types import PlaceCard
from namkhong.kernel import text
from namkhong.kernel.problems import Problem


def identity_of(person_id: int) -> dict[str, Any]:
    """What is known of the applicant; the address with the commune it lies in."""
    return identity_from(citizens.person(person_id))


def identity_from(person: PersonCard) -> dict[str, Any]:
    """The same of somebody whose card is at hand."""
    return {
        "applicant": {
            "full_name": person.full_name,
            "personal_number": person.personal_number,
            "date_of_birth": person.date_of_birth,
            "gender": person.gender,
            "phone": person.phone,
            "email": person.email,
            "address": _address(person),
            "address_text": person.address,
        }
    }


def home_of(person: PersonCard) -> PlaceCard | None:
    """The commune somebody lives in: by its code, else as it is written in the address ("…, xã Mường Phăng, tỉnh …")."""
    if person.commune_code:
        try:
            return places.place(person.commune_code)
        except Problem:
            return None
    parts = person.address.split(",")
    written = {text.fold(part) for part in parts}
    named = [place for place in places.communes_called(parts) if text.fold(place.name) in written]
    return named[0] if len(named) == 1 else None


def likely_home(person: PersonCard) -> tuple[PlaceCard | None, str]:
    """The commune of today somebody lives in, read from the address as it is written, old names too.

    With it the sentence that explains an old name.
    """
    known = home_of(person) if person.commune_code else None
    if known is not None and places.communes_called([known.name], province_code=known.province_code):
        return known, ""
    meant = [match for match in places.explain(person.address) if match.exact and not match.parts]
    if len({match.place.code for match in meant}) != 1:
        return None, ""
    return meant[0].place, meant[0].sentence if meant[0].was else ""


def _address(person: PersonCard) -> dict[str, Any]:
    home = home_of(person)
    if home is None:
        return {"detail": person.address}
    parts = [part.strip() for part in person.address.split(",")]
    known = [index for index, part in enumerate(parts) if text.fold(part) == text.fold(home.name)]
    detail = ", ".join(parts[: known[0]]) if known else person.address
    return {"province": home.province_code, "commune": home.name, "detail": detail}
