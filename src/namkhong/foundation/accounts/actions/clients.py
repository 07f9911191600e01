"""Programs that call the API: registered by an administrator, known by a client id and a secret kept as a hash."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AccessToken

from namkhong.foundation.accounts import policies
from namkhong.foundation.accounts.actions.limits import count, forgive
from namkhong.foundation.accounts.bearer import checksum_of, digest_of
from namkhong.foundation.accounts.errors import AskedTooOften, ClientRefused, NameTaken
from namkhong.foundation.accounts.models import Account, ApiClient
from namkhong.foundation.accounts.queries import forget_programs
from namkhong.foundation.accounts.types import NewSecret, NewToken
from namkhong.foundation.audit import actions as audit
from namkhong.kernel.actor import AccountId, Actor, ActorKind, Scope
from namkhong.kernel.problems import Invalid
from namkhong.kernel.text import one_line

TOKEN_LIVES: Final = timedelta(hours=1)
WRONG_SECRETS: Final = 10  # in ten minutes, for one id from one address
_CLIENT_ID = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


def _hashed(client_id: str, secret: str) -> str:
    # The secret is 256 random bits: a keyed hash is enough, no slow hash is needed.
    return salted_hmac("accounts.api_client", f"{client_id}:{secret}", algorithm="sha256").hexdigest()


@transaction.atomic
def register_api_client(
    *,
    client_id: str,
    name: str,
    scopes: Iterable[str],
    actor: Actor,
    now: datetime,
    agency_key: str = "",
    per_minute: int = 6_000,
) -> NewSecret:
    """Let a program in, with an account of its own; its secret is returned once.

    ``agency_key`` is the code of the agency whose dossiers it reads and moves (with the units right below);
    ``per_minute`` how many requests it may send.

    :raises Invalid: when the client id is not 3 to 40 of a-z, 0-9, dot, dash, underscore; for a scope nobody knows.
    """
    policies.require_province(actor)
    if not _CLIENT_ID.fullmatch(client_id):
        sentence = _("Mã hệ thống kết nối gồm 3 đến 40 chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối.")
        raise Invalid(sentence, fields={"client_id": sentence})
    wanted = _known(scopes)
    secret = secrets.token_urlsafe(32)
    client = ApiClient(
        client_id=client_id,
        name=one_line(name),
        secret_hash=_hashed(client_id, secret),
        scopes=wanted,
        agency_key=agency_key,
        per_minute=per_minute,
        created_at=now,
        rotated_at=now,
    )
    try:
        with transaction.atomic():
            client.account = Account.objects.create(
                username=f"api:{client_id}",
                kind=Account.Kind.PROGRAM,
                display_name=client.name,
                password="!",  # noqa: S106 - no password at all: it signs in with tokens
                created_at=now,
            )
            client.save(force_insert=True)
    except IntegrityError as error:
        raise NameTaken(client_id) from error
    audit.record(
        actor, "accounts.api_client_registered", ("api_client", client.pk), now=now, detail={"scopes": client.scopes}
    )
    return NewSecret(client_id=client_id, secret=secret)


def _known(scopes: Iterable[str]) -> list[str]:
    wanted = sorted(set(scopes))
    if not set(wanted) <= {scope.value for scope in Scope}:
        sentence = _("Có phạm vi chưa được biết. Xin chọn trong danh sách.")
        raise Invalid(sentence, fields={"scopes": sentence})
    return wanted


def _locked(client_id: str) -> ApiClient:
    client = ApiClient.objects.select_for_update().filter(client_id=client_id).first()
    if client is None:
        raise ClientRefused
    return client


@transaction.atomic
def rotate_secret(*, client_id: str, actor: Actor, now: datetime) -> NewSecret:
    """A new secret; the old one and every token given for it stop at once."""
    policies.require_province(actor)
    client = _locked(client_id)
    secret = secrets.token_urlsafe(32)
    client.secret_hash = _hashed(client_id, secret)
    client.rotated_at = now
    client.save(update_fields=["secret_hash", "rotated_at"])
    AccessToken.objects.filter(application=client).delete()  # what was stolen with the old secret ends with it
    forget_programs()
    audit.record(actor, "accounts.api_client_secret_rotated", ("api_client", client.pk), now=now)
    return NewSecret(client_id=client_id, secret=secret)


@transaction.atomic
def switch_api_client(*, client_id: str, active: bool, reason: str, actor: Actor, now: datetime) -> None:
    """Stop a program, or let it in again."""
    policies.require_province(actor)
    client = _locked(client_id)
    client.is_active = active
    client.save(update_fields=["is_active"])
    if not active:
        AccessToken.objects.filter(application=client).delete()
    forget_programs()
    verb = "accounts.api_client_resumed" if active else "accounts.api_client_stopped"
    audit.record(actor, verb, ("api_client", client.pk), now=now, reason=reason)


def authenticate_api_client(*, client_id: str, secret: str) -> Actor:
    """The program as an actor, with its scopes and without any agency.

    :raises ClientRefused: the same for an unknown id, a wrong secret and a stopped client.
    """
    client = _authenticated(client_id, secret)
    return Actor(
        kind=ActorKind.API_CLIENT,
        account_id=AccountId(client.account_id),
        label=client.name,
        scopes=frozenset(client.scopes),
    )


def _authenticated(client_id: str, secret: str) -> ApiClient:
    client = ApiClient.objects.filter(client_id=client_id).first()
    known = client.secret_hash if client else _hashed("", "")
    if not constant_time_compare(known, _hashed(client_id, secret)) or client is None or not client.is_active:
        raise ClientRefused
    return client


def recognise_api_client(*, client_id: str, secret: str, address: str, now: datetime) -> ApiClient:
    """The client behind an id and a secret, before a token is given out; guessing is held after ten wrong secrets.

    :raises ClientRefused: as above.
    :raises TooMany: too many wrong secrets for this id from this address.
    """
    bucket = f"api-secret:{client_id[:60]}:{address}"
    spent, wait = count(bucket, limit=WRONG_SECRETS, seconds=600, now=now)
    if spent > WRONG_SECRETS:
        raise AskedTooOften(retry_after=wait)
    client = _authenticated(client_id, secret)
    forgive(bucket)
    return client


@transaction.atomic
def give_token(*, client: ApiClient, scopes: Iterable[str], now: datetime) -> NewToken:
    """An access token for this client, good for an hour; the database keeps its digest only."""
    token = secrets.token_urlsafe(32)
    wanted = tuple(sorted(set(scopes) & set(client.scopes)))
    AccessToken.objects.create(
        application=client,
        user_id=client.account_id,
        token=digest_of(token),
        expires=now + TOKEN_LIVES,
        scope=" ".join(wanted),
    )
    actor = Actor(ActorKind.API_CLIENT, account_id=AccountId(client.account_id), label=client.name)
    audit.record(actor, "accounts.token_given", ("api_client", client.pk), now=now, detail={"scopes": list(wanted)})
    return NewToken(token=token, seconds=int(TOKEN_LIVES.total_seconds()), scopes=wanted)


@transaction.atomic
def take_token_back(*, client: ApiClient, token: str, now: datetime) -> None:
    """The client gives a token up; an unknown one is taken back just as well (RFC 7009)."""
    gone, _rows = AccessToken.objects.filter(application=client, token_checksum=checksum_of(token)).delete()
    if gone:
        actor = Actor(ActorKind.API_CLIENT, account_id=AccountId(client.account_id), label=client.name)
        audit.record(actor, "accounts.token_taken_back", ("api_client", client.pk), now=now)
    forget_programs()
