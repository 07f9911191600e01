"""Reading accounts and what a session says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from oauth2_provider.models import AccessToken

from namkhong.foundation.accounts import factors
from namkhong.foundation.accounts.bearer import checksum_of
from namkhong.foundation.accounts.errors import NoSuchAccount
from namkhong.foundation.accounts.models import Account, ApiClient, SessionOwner
from namkhong.foundation.accounts.types import (
    AccountCard,
    ApiClientCard,
    Factor,
    Program,
    SessionState,
    SignedInPlace,
    SignInMethod,
)
from namkhong.foundation.audit import queries as audit
from namkhong.kernel.actor import AccountId, Elevation
from namkhong.kernel.remembering import remember

# What a session remembers.
SEEN: Final = "nk_seen"  # when somebody was last there, in seconds
PROVED: Final = "nk_proved"  # when she last proved that it is she
SECOND_FACTOR: Final = "nk_second_factor"
ELEVATION: Final = "nk_elevation"
ASSURANCE: Final = "nk_assurance"
SINCE: Final = "nk_since"  # when she signed in, in seconds
DEVICE: Final = "nk_device"
IDLE: Final = "nk_idle"  # minutes after which the session before this one was locked; 0: after its longest time

# How many minutes a session may be left alone (TCVN 14423: fifteen, five for administrators at work).
IDLE_OFFICIAL: Final = 15
IDLE_ELEVATED: Final = 5
IDLE_CITIZEN: Final = 30
LONGEST: Final = timedelta(hours=12)  # however busy she is
PROOF_HOLDS: Final = timedelta(minutes=10)


def _card(row: Account) -> AccountCard:
    return AccountCard(
        id=AccountId(row.pk),
        kind=row.kind,
        username=row.username,
        display_name=row.display_name,
        email=row.email,
        active=row.is_active,
        last_sign_in=row.last_login,
        created_at=row.created_at,
    )


def account(account_id: int) -> AccountCard:
    """One account.

    :raises NoSuchAccount: when there is none.
    """
    row = Account.objects.filter(pk=account_id).first()
    if row is None:
        raise NoSuchAccount
    return _card(row)


def by_username(username: str) -> AccountCard | None:
    """The official's account with this sign-in name."""
    row = Account.objects.filter(username=username.lower(), kind=Account.Kind.OFFICIAL).first()
    return _card(row) if row else None


def accounts(account_ids: Iterable[int]) -> dict[int, AccountCard]:
    """Several accounts at once."""
    return {row.pk: _card(row) for row in Account.objects.filter(pk__in=set(account_ids))}


def names_of(account_ids: Iterable[int]) -> dict[int, str]:
    """The names to show for these accounts."""
    return dict(Account.objects.filter(pk__in=set(account_ids)).values_list("pk", "display_name"))


def factors_of(account_id: int) -> list[Factor]:
    """The second factors of an account."""
    return factors.of(account_id)


def methods_used(request: HttpRequest, account: Account) -> list[SignInMethod]:
    """How the sign-in of this session was proved so far."""
    return factors.methods_used(request, account)


def api_clients() -> list[ApiClientCard]:
    """Every program that may call the API."""
    return [
        ApiClientCard(
            client_id=row.client_id,
            name=row.name,
            scopes=tuple(row.scopes),
            agency_key=row.agency_key,
            active=row.is_active,
            created_at=row.created_at,
            rotated_at=row.rotated_at,
            account_id=AccountId(row.account_id),
            per_minute=row.per_minute,
            id=row.pk,
        )
        for row in ApiClient.objects.order_by("name", "client_id")[:1_000]
    ]


def last_tokens(client_ids: Iterable[int]) -> dict[int, datetime]:
    """When each of these programs was given its last token; a token holds for an hour, so it was there since."""
    found = audit.last_times("api_client", [str(pk) for pk in client_ids], "accounts.token_given")
    return {int(pk): at for pk, at in found.items()}


REMEMBERED: Final = 5.0  # seconds for which a page process does not ask again who is behind a token


def program(token: str, *, now: datetime) -> Program | None:
    """Who is behind an access token; ``None`` when it is unknown, over, taken back, or its client was stopped.

    One query at most; remembered for five seconds, so that a stop reaches every process within that time.
    """
    found = _program(checksum_of(token))
    return found if found is not None and now < found.until else None


@remember(seconds=REMEMBERED)
def _program(checksum: str) -> Program | None:
    row = AccessToken.objects.select_related("application").filter(token_checksum=checksum).first()
    if row is None or not row.application.is_active:
        return None
    client = row.application
    return Program(
        account_id=AccountId(client.account_id),
        client_id=client.client_id,
        name=client.name,
        scopes=frozenset(row.scope.split()) & frozenset(client.scopes),
        agency_key=client.agency_key,
        per_minute=client.per_minute,
        until=row.expires,
    )


def forget_programs() -> None:
    """A client or a token is changing."""
    _program.forget()


def _elevation(kept: Any, now: datetime) -> Elevation | None:
    if not isinstance(kept, dict):
        return None
    until = datetime.fromisoformat(kept["until"])
    return Elevation(reason=kept["reason"], until=until) if now < until else None


def session_state(session: SessionBase, *, official: bool, now: datetime) -> SessionState:
    """What the session says at this moment. A session of before this rule counts as just seen."""
    elevation = _elevation(session.get(ELEVATION), now)
    minutes = (IDLE_ELEVATED if elevation else IDLE_OFFICIAL) if official else IDLE_CITIZEN
    seen, since = session.get(SEEN), session.get(SINCE)
    idle = seen is not None and now.timestamp() - int(seen) > minutes * 60
    over = since is not None and now.timestamp() - int(since) > LONGEST.total_seconds()
    return SessionState(
        ended=idle or over,
        minutes=minutes if idle else 0,
        second_factor=bool(session.get(SECOND_FACTOR)),
        elevation=elevation,
        assurance=int(session.get(ASSURANCE, 0)),
    )


def places_of(account_id: int, *, present: str | None, now: datetime) -> list[SignedInPlace]:
    """Where this account is signed in now, the latest used first; ``present`` is the key of the session that asks."""
    owned = SessionOwner.objects.filter(account_id=account_id, session__expire_date__gt=now)
    found: list[SignedInPlace] = []
    for row in owned.select_related("session"):
        kept = row.session.get_decoded()
        if SINCE in kept and SEEN in kept:
            found.append(
                SignedInPlace(
                    key=_place_key(row.pk),
                    device=str(kept.get(DEVICE, "")),
                    since=_moment(kept[SINCE]),
                    seen=_moment(kept[SEEN]),
                    here=row.pk == present,
                )
            )
    return sorted(found, key=lambda place: (place.here, place.seen), reverse=True)


def session_key_of(account_id: int, place: str) -> str | None:
    """The session behind a place of this account."""
    keys = SessionOwner.objects.filter(account_id=account_id).values_list("pk", flat=True)
    return next((key for key in keys if _place_key(key) == place), None)


def _place_key(session_key: str) -> str:
    """Names a session on a page without being worth anything in a cookie."""
    return salted_hmac("accounts.place", session_key, algorithm="sha256").hexdigest()[:32]


def _moment(seconds: object) -> datetime:
    return datetime.fromtimestamp(int(str(seconds)), tz=UTC)


def freshly_proved(session: SessionBase, now: datetime) -> bool:
    """Did she prove within the last ten minutes that it is she?"""
    proved = session.get(PROVED)
    return proved is not None and now.timestamp() - int(proved) <= PROOF_HOLDS.total_seconds()


def second_factor_required() -> bool:
    """The policy of this installation."""
    return bool(settings.NAMKHONG_SECOND_FACTOR == "required")
