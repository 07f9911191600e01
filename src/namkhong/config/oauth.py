"""OAuth2 client credentials by django-oauth-toolkit: the toolkit speaks the protocol, ``accounts`` knows the clients.

What a client is, how its secret is kept and how a token is kept are ours (docs/decisions/0006-programs.md); grants other
than ``client_credentials`` do not exist here.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from oauth2_provider.oauth2_backends import OAuthLibCore
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.oauth2 import BackendApplicationServer

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.accounts.errors import ClientRefused
from namkhong.kernel import clock
from namkhong.web import gates
from namkhong.web.http import Request

GRANT: Final = "client_credentials"


def _given(request: Any) -> tuple[str, str]:
    """Client id and secret: in the ``Authorization`` header (Basic), else in the body (RFC 6749, 2.3.1)."""
    kind, _space, written = str(request.headers.get("HTTP_AUTHORIZATION", "")).partition(" ")
    if kind.lower() == "basic":
        try:
            name, _colon, secret = base64.b64decode(written, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return "", ""
        return name, secret
    return str(request.client_id or ""), str(request.client_secret or "")


class Validator(OAuth2Validator):  # type: ignore[misc]
    """The toolkit's questions, answered by ``accounts``."""

    def client_authentication_required(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Always: there are no public clients."""
        return True

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Is the secret right? Counted by id and address."""
        client_id, secret = _given(request)
        if "\x00" in client_id + secret:
            return False
        try:
            request.client = accounts.recognise_api_client(
                client_id=client_id, secret=secret, address=request.headers.get("REMOTE_ADDR", ""), now=clock.now()
            )
        except ClientRefused:
            return False
        return True

    def validate_grant_type(
        self, client_id: str, grant_type: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        """Client credentials, nothing else."""
        return grant_type == GRANT

    def get_default_scopes(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> list[str]:
        """Who asks for none gets all that its client has."""
        return list(request.client.scopes)

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        """Only what the client was given."""
        return set(scopes) <= set(client.scopes)

    def save_bearer_token(self, token: dict[str, Any], request: Any, *args: Any, **kwargs: Any) -> None:
        """The token is ours: made, kept as a digest and recorded by ``accounts``."""
        made = accounts.give_token(client=request.client, scopes=request.scopes, now=clock.now())
        token.pop("refresh_token", None)
        token |= {"access_token": made.token, "expires_in": made.seconds, "scope": " ".join(made.scopes)}

    def revoke_token(self, token: str, token_type_hint: str, request: Any, *args: Any, **kwargs: Any) -> None:
        """Given up by its own client."""
        accounts.take_token_back(client=request.client, token=token, now=clock.now())


_CORE: Final = OAuthLibCore(BackendApplicationServer(Validator()))


def _described(code: str) -> str:
    return {
        "invalid_client": _("Mã hoặc khóa bí mật của hệ thống kết nối không đúng, hoặc đã bị ngừng."),
        "invalid_scope": _("Có phạm vi mà hệ thống kết nối này không được cấp."),
        "unsupported_grant_type": _("Chỉ nhận “grant_type=client_credentials”."),
    }.get(code, _("Yêu cầu chưa đúng. Xin gửi POST dạng biểu mẫu với “grant_type=client_credentials”."))


def _said(answered: tuple[Any, Mapping[str, str], str | None, int]) -> HttpResponse:
    """The toolkit's answer with Vietnamese words beside the protocol's codes."""
    _uri, headers, body, status = answered
    data = json.loads(body) if body else {}
    if "error" in data:
        data = {"error": data["error"], "error_description": _described(data["error"])}
    answer = HttpResponse(json.dumps(data), status=status, content_type="application/json")
    answer["Cache-Control"] = "no-store"
    if status == 401:
        answer["WWW-Authenticate"] = headers.get("WWW-Authenticate", 'Basic realm="namkhong"')
    return answer


@csrf_exempt
@gates.public
@require_POST
def token(request: Request) -> HttpResponse:
    """``POST /api/v1/oauth/token``: id and secret in, a token for an hour out (RFC 6749, 4.4)."""
    return _said(_CORE.create_token_response(request))


@csrf_exempt
@gates.public
@require_POST
def revoke(request: Request) -> HttpResponse:
    """``POST /api/v1/oauth/revoke``: a token is given up before its hour is over (RFC 7009)."""
    return _said(_CORE.create_revocation_response(request))
