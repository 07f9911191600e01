"""What another system sends, and that system as an actor: for the tests of the API in every room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from namkhong.config import programs
from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.accounts import queries as sign_in
from namkhong.foundation.accounts.models import ApiClient
from namkhong.kernel.actor import Actor, Scope
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.tests.factories import COMMUNE, MARRIAGE, MONDAY, SETUP, SYSTEM, Province
from namkhong.services.dossiers.types import AgreedElsewhere, DossierCard, Sent, Stranger

# What Lan answers to 1.004873, as values by the form's JSON Schema.
ANSWERS: Final[dict[str, Any]] = {
    "requester_address": {"province": "11", "commune": "Xã Mường Phăng", "detail": "Bản Co Cượm"},
    "phone": "0912345678",
    "relationship": "self",
    "gender": "female",
    "ethnic_group": "Thái",
    "nationality": "Việt Nam",
    "marital_status": "never",
    "residence_from": "1999-03-08",
    "earlier_places": False,
    "purpose": "loan",
    "issued_before": False,
    "purpose_detail": "Vay vốn ngân hàng để nuôi bò",
    "receive_by": "electronic",
    "declaration": True,
}
EVERYTHING: Final = tuple(Scope)


def body(**other: Any) -> dict[str, Any]:
    """The body of a submission for Lan."""
    return {
        "procedure": MARRIAGE,
        "commune": COMMUNE,
        "applicant": {
            "personal_number": "011199000015",
            "full_name": "Lò Thị Lan",
            "date_of_birth": "1999-03-08",
            "gender": "female",
            "address": "Bản Co Cượm, xã Mường Phăng, tỉnh Điện Biên",
            "phone": "0912345678",
        },
        "consent": {"at": MONDAY.isoformat(), "reference": "NDXP-2026-000017"},
        "answers": ANSWERS,
        "declared": True,
    } | other


def sent(world: Province, **other: Any) -> Sent:
    """The same as a value."""
    given: dict[str, Any] = {
        "procedure_code": MARRIAGE,
        "applicant": Stranger(
            personal_number="011199000015",
            full_name="Lò Thị Lan",
            date_of_birth=date(1999, 3, 8),
            gender="female",
            address="Bản Co Cượm, xã Mường Phăng, tỉnh Điện Biên",
            phone="0912345678",
        ),
        "agreed": AgreedElsewhere(MONDAY, "NDXP-2026-000017"),
        "answers": ANSWERS,
        "commune_agency_id": world.commune_id,
        "declared": True,
    }
    return Sent(**(given | other))


def token(
    client_id: str = "cong-tinh-ban",
    *,
    scopes: Iterable[Scope] = EVERYTHING,
    agency: str = COMMUNE,
    per_minute: int = 1_000_000,
    now: datetime = MONDAY,
) -> str:
    """A client with these scopes in this agency, and a token of it."""
    known = ApiClient.objects.filter(client_id=client_id).first()
    if known is None:
        accounts.register_api_client(
            client_id=client_id,
            name=f"Hệ thống {client_id}",
            scopes=[scope.value for scope in scopes],
            agency_key=agency,
            per_minute=per_minute,
            actor=SYSTEM,
            now=SETUP,
        )
        known = ApiClient.objects.get(client_id=client_id)
    return accounts.give_token(client=known, scopes=known.scopes, now=now).token


def program(client_id: str = "cong-tinh-ban", **how: Any) -> Actor:
    """The client as the door builds it."""
    found = sign_in.program(token(client_id, **how), now=how.get("now", MONDAY))
    assert found is not None
    return programs.actor_of(found)


def submitted(world: Province, *, actor: Actor | None = None, now: datetime = MONDAY, **other: Any) -> DossierCard:
    """Sent by another system."""
    return actions.submit(sent=sent(world, **other), actor=actor or program(), now=now)
