"""The way to the identity provider and back: code flow with PKCE, state and nonce, the signature always checked."""

from __future__ import annotations

import secrets
from typing import Any, Final

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from namkhong.foundation.accounts.errors import IdentityRefused, ProviderSilent

PROVIDER: Final = "vneid"
_CONFIG_LIVES: Final = 600


class _Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Keeps the provider's description for ten minutes; checks the signature of the id token, whatever the transport."""

    @property
    def openid_config(self) -> dict[str, Any]:
        key = f"oidc:{settings.OIDC_ISSUER}"
        config: dict[str, Any] | None = cache.get(key)
        if config is None:
            config = dict(super().openid_config)
            cache.set(key, config, _CONFIG_LIVES)
        return config

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("the id token cannot be read") from error
        return claims


def configured() -> bool:
    """Is an identity provider connected?"""
    return bool(settings.OIDC_ISSUER)


def go(request: HttpRequest, next_url: str) -> HttpResponse:
    """Send the citizen to the provider.

    :raises ProviderSilent: when it does not answer or none is connected.
    """
    nonce = secrets.token_urlsafe(24)
    asked = {"nonce": nonce}
    if settings.OIDC_ACR_VALUES:
        asked["acr_values"] = settings.OIDC_ACR_VALUES
    try:
        provider = get_adapter(request).get_provider(request, provider=PROVIDER)
        provider.oauth2_adapter_class = _Adapter
        answer: HttpResponse = provider.redirect(
            request, process="login", next_url=next_url or None, auth_params=asked, nonce=nonce
        )
    except (requests.RequestException, SocialApp.DoesNotExist, ImproperlyConfigured, KeyError) as error:
        raise ProviderSilent from error
    return answer


def back(request: HttpRequest) -> HttpResponse:
    """The citizen comes back with a code; ``config.adapters`` recognises her.

    :raises Problem: with a sentence, for everything that can go wrong on the way.
    """
    try:
        adapter = _Adapter(request, PROVIDER)
        answer: HttpResponse = OAuth2CallbackView.adapter_view(adapter)(request)
    except (requests.RequestException, SocialApp.DoesNotExist) as error:
        raise ProviderSilent from error
    except (KeyError, TypeError, ValueError) as error:
        raise IdentityRefused from error  # the provider's answer lacks what the standard demands
    return answer
