"""The second factor and the steps of a sign-in, over django-allauth. Only this module touches allauth's inner parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records, perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from namkhong.foundation.accounts.errors import WrongPasskey
from namkhong.foundation.accounts.models import Account
from namkhong.foundation.accounts.types import Factor, SignInMethod

TOTP: Final = "totp"
PASSKEY: Final = "webauthn"
RECOVERY: Final = "recovery_codes"
_RECORDED_AS: Final = {
    SignInMethod.PASSWORD: "password",
    SignInMethod.CODE: "mfa",
    SignInMethod.PASSKEY: "mfa",
    SignInMethod.VNEID: "socialaccount",
}


@dataclass(frozen=True, slots=True)
class Match:
    """A code that was right, and which factor it belongs to."""

    factor_id: int
    kind: str


# ---- steps of a sign-in ------------------------------------------------------------------------------------------


def begin(request: HttpRequest, account: Account, method: SignInMethod, next_url: str) -> HttpResponse:
    """The first step succeeded: on to the second factor, or in. Whoever was signed in before is signed out."""
    if request.user.is_authenticated:
        logout(request)
    if method is SignInMethod.PASSKEY:
        record_authentication(request, account, "mfa", type=PASSKEY, passwordless=True)
    else:
        record_authentication(request, account, _RECORDED_AS[method])
    answer: HttpResponse = perform_login(request, Login(user=account, redirect_url=next_url or None))
    return answer


def waiting_account(request: HttpRequest) -> Account | None:
    """Whose second factor is awaited in this session."""
    if request.user.is_authenticated:
        return None
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    return stage.login.user if stage else None


def finish_second_step(request: HttpRequest, account: Account, kind: str) -> HttpResponse:
    """The second factor was right: in."""
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    record_authentication(request, account, "mfa", type=kind)
    answer: HttpResponse = stage.exit()
    return answer


def methods_used(request: HttpRequest, account: Account) -> list[SignInMethod]:
    """How this session's sign-in was proved."""
    found: list[SignInMethod] = []
    for record in get_authentication_records(request, account):
        if record.get("method") == "password":
            found.append(SignInMethod.PASSWORD)
        elif record.get("method") == "socialaccount":
            found.append(SignInMethod.VNEID)
        elif record.get("method") == "mfa":
            found.append(SignInMethod.PASSKEY if record.get("type") == PASSKEY else SignInMethod.CODE)
    return found


# ---- factors -----------------------------------------------------------------------------------------------------


def of(account_id: int) -> list[Factor]:
    """The factors of an account, oldest first."""
    rows = Authenticator.objects.filter(user_id=account_id).order_by("pk")
    return [Factor(row.pk, row.type, row.data.get("name", ""), row.created_at, row.last_used_at) for row in rows]


def matching(account_id: int, code: str) -> Match | None:
    """The factor that this code belongs to; a recovery code is used up by it."""
    rows = Authenticator.objects.filter(user_id=account_id).exclude(type=PASSKEY).order_by("-type")
    for row in rows:
        if row.type == TOTP:
            right = totp.validate_totp_code(decrypt(row.data["secret"]), code)
        else:
            right = RecoveryCodes(row).validate_code(code)
        if right:
            return Match(row.pk, row.type)
    return None


def used(factor_id: int, now: datetime) -> None:
    """Note when a factor was last used."""
    Authenticator.objects.filter(pk=factor_id).update(last_used_at=now)


def totp_secret(*, fresh: bool) -> str:
    """The secret offered in this session, kept until it is proved."""
    secret: str = totp.get_totp_secret(regenerate=fresh)
    return secret


def totp_matches(secret: str, code: str) -> bool:
    """Does the app show this code for this secret now?"""
    return bool(totp.validate_totp_code(secret, code))


def add_totp(request: HttpRequest, account: Account, secret: str) -> int:
    """Keep the proved secret."""
    row = totp.TOTP.activate(account, secret).instance
    totp.clear_totp_secret(request)
    return int(row.pk)


def ensure_recovery_codes(account: Account) -> bool:
    """Make recovery codes when there are none; True when they are new."""
    if Authenticator.objects.filter(user_id=account.pk, type=RECOVERY).exists():
        return False
    RecoveryCodes.activate(account)
    return True


def renew_recovery_codes(account: Account) -> None:
    """Throw the old codes away."""
    Authenticator.objects.filter(user_id=account.pk, type=RECOVERY).delete()
    RecoveryCodes.activate(account)


def recovery_codes(account_id: int) -> list[str]:
    """The codes not used yet."""
    row = Authenticator.objects.filter(user_id=account_id, type=RECOVERY).first()
    return list(RecoveryCodes(row).get_unused_codes()) if row else []


def remove(account_id: int, factor_id: int) -> str | None:
    """Remove a factor; recovery codes go with the last real one. Returns the kind, ``None`` when there was none."""
    row = Authenticator.objects.filter(user_id=account_id, pk=factor_id).exclude(type=RECOVERY).first()
    if row is None:
        return None
    row.delete()
    rest = Authenticator.objects.filter(user_id=account_id)
    if not rest.exclude(type=RECOVERY).exists():
        rest.delete()
    return str(row.type)


def remove_all(account_id: int) -> int:
    """Remove every factor, codes included."""
    return int(Authenticator.objects.filter(user_id=account_id).delete()[0])


# ---- passkeys ----------------------------------------------------------------------------------------------------


def creation_options(account: Account) -> dict[str, Any]:
    """What the browser needs to make a passkey; its challenge is kept in the session."""
    return dict(webauthn.begin_registration(account, passwordless=True))


def request_options(account: Account | None) -> dict[str, Any]:
    """What the browser needs to ask for a passkey: one of this account's, or any."""
    return dict(webauthn.begin_authentication(account))


def add_passkey(account: Account, name: str, credential: Any) -> int:
    """Check what the browser made and keep it.

    :raises WrongPasskey: when it does not answer this session's challenge.
    """
    try:
        webauthn.parse_registration_response(credential)
        binding = webauthn.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise WrongPasskey from error
    if not binding.is_user_verified():
        raise WrongPasskey
    return int(webauthn.WebAuthn.add(account, name, credential).instance.pk)


def passkey_owner(credential: Any) -> Account:
    """Whose passkey the browser claims this is; nothing is proved yet.

    :raises WrongPasskey: when nobody's.
    """
    try:
        webauthn.parse_authentication_response(credential)
        owner = webauthn.extract_user_from_response(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise WrongPasskey from error
    if not isinstance(owner, Account):
        raise WrongPasskey
    return owner


def passkey_matches(account: Account, credential: Any) -> Match:
    """Check the browser's answer against the account's passkeys and this session's challenge.

    :raises WrongPasskey: when it is not one of them.
    """
    try:
        webauthn.parse_authentication_response(credential)
        row = webauthn.complete_authentication(account, credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise WrongPasskey from error
    return Match(int(row.pk), PASSKEY)


def request_options_of(account_id: int) -> dict[str, Any]:
    """The question for one of this account's passkeys."""
    return request_options(Account.objects.get(pk=account_id))
