"""What django-allauth asks of us: no sign-up, no letters, and who stands behind what the identity provider says."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import constant_time_compare

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.accounts import errors
from namkhong.foundation.accounts import queries as account_queries
from namkhong.foundation.accounts.types import SignInMethod
from namkhong.foundation.citizens import actions as citizens
from namkhong.kernel import clock
from namkhong.kernel.actor import AccountId, Actor, ActorKind

_LEVELS: Final = range(1, 5)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Officials' sign-in; the steps are allauth's, every word and every rule is ours."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by administrators or recognised by the identity provider."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened."""

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Letters go through notifications."""

    def get_login_stages(self) -> list[str]:
        """After the password, the second factor."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """A locked account."""
        raise errors.AccountIsLocked

    def login(self, request: HttpRequest, user: Any) -> None:
        """Every way in passes here once: the session gets a new key and the record an entry."""
        methods = account_queries.methods_used(request, user)
        super().login(request, user)
        kind = ActorKind.OFFICIAL if user.kind == "official" else ActorKind.CITIZEN
        actor = Actor(kind=kind, account_id=AccountId(user.pk), label=user.display_name)
        accounts.note_sign_in(
            account_id=user.pk,
            methods=methods,
            actor=actor,
            session=request.session,
            now=clock.now(),
            user_agent=request.META.get("HTTP_USER_AGENT", ""),
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Officials to their work, citizens to the first page."""
        user: Any = request.user
        try:
            return reverse("inbox" if user.is_authenticated and user.kind == "official" else "home")
        except NoReverseMatch:
            return resolve_url("/")


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: secrets are encrypted at rest, names are ours."""

    def encrypt(self, text: str) -> str:
        """The key of an authenticator app, unreadable in a copy of the database."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The key again; an old secret key still opens it (``SECRET_KEY_FALLBACKS``)."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise errors.WrongCode from error

    def get_totp_label(self, user: Any) -> str:
        """What the app shows under the product's name."""
        return str(user.username)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who asks for a passkey."""
        return {**super().get_public_key_credential_rp_entity(), "name": f"Năm Không – {settings.PROVINCE_NAME}"}


def _box() -> MultiFernet:
    keys: list[str] = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(b"mfa:" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Citizens: what the provider says is checked, the account and the person are recognised, nothing else is kept."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never by a form."""
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """Cancelled, forged or broken: said in our words."""
        if error == AuthError.CANCELLED:
            raise errors.SignInCancelled
        if isinstance(exception, requests.RequestException):
            raise errors.ProviderSilent from exception
        raise errors.IdentityRefused from exception

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Ends in a signed-in session, or in a sentence why not."""
        claims = _claims(sociallogin.account.extra_data, sociallogin.state)
        level = _level(claims)
        if level < settings.OIDC_LEVEL:
            raise errors.AssuranceTooLow(level, settings.OIDC_LEVEL)
        now = clock.now()
        account_id = accounts.recognise_citizen(
            subject=f"{settings.OIDC_ISSUER}\n{claims['sub']}",
            display_name=_text(claims, "full_name", needed=True),
            now=now,
        )
        citizens.recognise(
            account_id=account_id,
            personal_number=_text(claims, "personal_number", needed=True),
            full_name=_text(claims, "full_name", needed=True),
            date_of_birth=_birthdate(claims),
            gender=_text(claims, "gender"),
            address=_address(claims),
            phone=_text(claims, "phone_number"),
            email=_text(claims, "email"),
            assurance=level,
            now=now,
        )
        answer = accounts.enter(
            request, account_id=account_id, method=SignInMethod.VNEID, next_url=sociallogin.state.get("next") or ""
        )
        accounts.note_assurance(session=request.session, level=level)
        raise ImmediateHttpResponse(answer)


def _claims(given: Mapping[str, Any], state: Mapping[str, Any]) -> Mapping[str, Any]:
    """The claims of the id token and of userinfo, which must speak of the same person and answer our question."""
    token, more = given.get("id_token"), given.get("userinfo") or {}
    if not isinstance(token, dict) or not isinstance(more, dict) or not token.get("sub"):
        raise errors.IdentityRefused
    if not constant_time_compare(str(token.get("nonce", "")), str(state.get("nonce") or "-")):
        raise errors.IdentityRefused
    if more and more.get("sub") != token["sub"]:
        raise errors.IdentityRefused
    return {**token, **more}


def _text(claims: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
    value = claims.get(name)
    text = str(value).strip() if isinstance(value, str | int) else ""
    if needed and not text:
        raise errors.IdentityIncomplete
    return text


def _address(claims: Mapping[str, Any]) -> str:
    """A plain sentence, or OpenID's object with ``formatted``."""
    value = claims.get("address")
    return _text(value, "formatted") if isinstance(value, dict) else _text(claims, "address")


def _birthdate(claims: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(_text(claims, "birthdate", needed=True))
    except ValueError as error:
        raise errors.IdentityIncomplete from error


def _level(claims: Mapping[str, Any]) -> int:
    """``2``, ``"2"`` or ``"LoA2"``; anything else is no level at all."""
    digits = str(claims.get("loa", "")).lower().removeprefix("loa").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and int(digits) in _LEVELS else 0
