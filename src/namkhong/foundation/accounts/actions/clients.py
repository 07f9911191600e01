"""Programs that call the API: registered by an administrator, known by a client id and a secret kept as a hash."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from namkhong.foundation.accounts import policies
from namkhong.foundation.accounts.errors import ClientRefused, NameTaken
from namkhong.foundation.accounts.models import ApiClient
from namkhong.foundation.accounts.types import NewSecret
from namkhong.foundation.audit import actions as audit
from namkhong.kernel.actor import Actor, ActorKind
from namkhong.kernel.problems import Invalid
from namkhong.kernel.text import one_line

_CLIENT_ID = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


def _hashed(client_id: str, secret: str) -> str:
    # The secret is 256 random bits: a keyed hash is enough, no slow hash is needed.
    return salted_hmac("accounts.api_client", f"{client_id}:{secret}", algorithm="sha256").hexdigest()


@transaction.atomic
def register_api_client(
    *, client_id: str, name: str, scopes: Iterable[str], actor: Actor, now: datetime, agency_key: str = ""
) -> NewSecret:
    """Let a program in; its secret is returned once.

    :raises Invalid: when the client id is not 3 to 40 of a-z, 0-9, dot, dash, underscore.
    """
    policies.require_province(actor)
    if not _CLIENT_ID.fullmatch(client_id):
        sentence = _("Mã hệ thống kết nối gồm 3 đến 40 chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối.")
        raise Invalid(sentence, fields={"client_id": sentence})
    secret = secrets.token_urlsafe(32)
    client = ApiClient(
        client_id=client_id,
        name=one_line(name),
        secret_hash=_hashed(client_id, secret),
        scopes=sorted(set(scopes)),
        agency_key=agency_key,
        created_at=now,
        rotated_at=now,
    )
    try:
        with transaction.atomic():
            client.save(force_insert=True)
    except IntegrityError as error:
        raise NameTaken(client_id) from error
    audit.record(
        actor, "accounts.api_client_registered", ("api_client", client.pk), now=now, detail={"scopes": client.scopes}
    )
    return NewSecret(client_id=client_id, secret=secret)


def _locked(client_id: str) -> ApiClient:
    client = ApiClient.objects.select_for_update().filter(client_id=client_id).first()
    if client is None:
        raise ClientRefused
    return client


@transaction.atomic
def rotate_secret(*, client_id: str, actor: Actor, now: datetime) -> NewSecret:
    """A new secret; the old one stops at once."""
    policies.require_province(actor)
    client = _locked(client_id)
    secret = secrets.token_urlsafe(32)
    client.secret_hash = _hashed(client_id, secret)
    client.rotated_at = now
    client.save(update_fields=["secret_hash", "rotated_at"])
    audit.record(actor, "accounts.api_client_secret_rotated", ("api_client", client.pk), now=now)
    return NewSecret(client_id=client_id, secret=secret)


@transaction.atomic
def switch_api_client(*, client_id: str, active: bool, reason: str, actor: Actor, now: datetime) -> None:
    """Stop a program, or let it in again."""
    policies.require_province(actor)
    client = _locked(client_id)
    client.is_active = active
    client.save(update_fields=["is_active"])
    verb = "accounts.api_client_resumed" if active else "accounts.api_client_stopped"
    audit.record(actor, verb, ("api_client", client.pk), now=now, reason=reason)


def authenticate_api_client(*, client_id: str, secret: str) -> Actor:
    """The program as an actor, with its scopes.

    :raises ClientRefused: the same for an unknown id, a wrong secret and a stopped client.
    """
    client = ApiClient.objects.filter(client_id=client_id).first()
    known = client.secret_hash if client else _hashed("", "")
    if not constant_time_compare(known, _hashed(client_id, secret)) or client is None or not client.is_active:
        raise ClientRefused
    return Actor(kind=ActorKind.API_CLIENT, label=client.name, scopes=frozenset(client.scopes))
