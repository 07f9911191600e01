"""``/api/v1``: the rooms' operations under one roof, each answer a schema or a problem, and the document that says so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from namkhong.config import oauth
from namkhong.foundation.accounts.types import SCOPES
from namkhong.foundation.files.api import router as files
from namkhong.foundation.organisations.api import router as agencies
from namkhong.foundation.places.api import router as places
from namkhong.kernel.problems import Invalid, Problem
from namkhong.services.dossiers.api import router as dossiers
from namkhong.services.procedures.api import router as procedures
from namkhong.services.subscriptions.api import router as webhooks
from namkhong.web import api as answers
from namkhong.web import gates
from namkhong.web.gates import Gate
from namkhong.web.http import Request

_log = structlog.get_logger(__name__)
ROOT: Final = "/api/v1/"
_CONVERTER: Final = re.compile(r"\{[a-z]+:")  # Django's kind of a part of an address, which the document leaves out

api: Final = NinjaAPI(
    title="Năm Không",
    version="1",
    description="Nộp, đọc, chuyển hồ sơ và tra cứu cho các hệ thống khác. Cách dùng: docs/reference/api.md.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
for _router in (procedures, files, dossiers, places, agencies, webhooks):
    api.add_router("", _router)


# ---- what goes wrong, in Vietnamese


class NotAsSaid(Invalid):
    """The body or the query is not of the shape the schema says."""


_PART: Final = {"body", "query", "path", "header", "form", "file"}


def _field(place: tuple[Any, ...]) -> str:
    parts = [str(part) for part in place]
    while parts and parts[0] in _PART:
        parts = parts[1:]
    return ".".join(parts[1:] if parts and parts[0] in {"body", "asked"} else parts) or "body"


def _sentence(kind: str, context: dict[str, Any]) -> str:
    said = {
        "missing": _("Thiếu mục này."),
        "extra_forbidden": _("Không có mục này."),
        "string_type": _("Phải là chữ."),
        "string_too_short": _("Chưa được để trống."),
        "string_pattern_mismatch": _("Chưa đúng mẫu."),
        "int_type": _("Phải là số nguyên."),
        "int_parsing": _("Phải là số nguyên."),
        "bool_type": _("Phải là true hoặc false."),
        "bool_parsing": _("Phải là true hoặc false."),
        "list_type": _("Phải là một danh sách."),
        "dict_type": _("Phải là một đối tượng JSON."),
        "model_type": _("Phải là một đối tượng JSON."),
        "model_attributes_type": _("Phải là một đối tượng JSON."),
        "uuid_parsing": _("Phải là một mã UUID."),
        "uuid_type": _("Phải là một mã UUID."),
        "timezone_aware": _("Thời điểm phải có múi giờ, ví dụ 2026-11-23T08:00:00+07:00."),
    }
    if kind in said:
        return said[kind]
    if kind in {"string_too_long", "too_long"}:
        return _("Dài quá: nhiều nhất %(most)s.") % {"most": context.get("max_length", "")}
    if kind in {"literal_error", "enum"}:
        return _("Phải là một trong: %(values)s.") % {"values": context.get("expected", "")}
    if kind.startswith("date"):
        return _("Phải là ngày hoặc thời điểm theo ISO 8601, ví dụ 2026-11-23.")
    return _("Giá trị chưa đúng.")


@api.exception_handler(Problem)
def _problem(request: HttpRequest, found: Problem) -> HttpResponse:
    return answers.problem(found)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, found: ValidationError) -> HttpResponse:
    fields = {
        _field(tuple(error.get("loc", ()))): _sentence(str(error.get("type", "")), error.get("ctx") or {})
        for error in found.errors[:50]
    }
    return answers.problem(NotAsSaid(_("Nội dung gửi lên chưa đúng cấu trúc. Xin xem từng mục."), fields=fields))


@api.exception_handler(HttpError)
@api.exception_handler(SuspiciousOperation)
@api.exception_handler(MultiPartParserError)
def _unreadable(request: HttpRequest, found: Exception) -> HttpResponse:
    return answers.problem(answers.TooBig() if isinstance(found, RequestDataTooBig) else answers.Unreadable())


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def _silent(request: HttpRequest, found: Exception) -> HttpResponse:
    _log.error("database_silent", error=type(found).__name__, words=str(found)[:300])
    return answers.problem(answers.Silent())


# ---- the addresses


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document: what ninja gathers, with the scopes of each operation and the address of tokens."""
    made: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=ROOT)))  # plain, its keys words
    made["servers"] = [{"url": "/"}]
    made["components"]["securitySchemes"] = {
        "token": {
            "type": "oauth2",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": f"{ROOT}oauth/token",
                    "scopes": {scope.value: str(words) for scope, words in SCOPES.items()},
                }
            },
        }
    }
    for where, operations in _operations():
        for method, scopes in operations.items():
            said = made["paths"][where][method]
            said["security"] = [{"token": [scope]} for scope in sorted(scopes)] or [{"token": []}]
            for status, answered in said["responses"].items():
                if int(status) >= 400:
                    answered["content"] = {answers.PROBLEM: next(iter(answered["content"].values()))}
            said.setdefault("parameters", []).extend(_headers(where, method))
    return made


def _headers(where: str, method: str) -> list[dict[str, Any]]:
    found = []
    if method == "post":
        found.append(("Idempotency-Key", r"^[\x21-\x7e]{8,200}$", True))
    if where.endswith("/moves"):
        found.append(("If-Match", r'^"[0-9]{1,9}"$', True))
    return [
        {"in": "header", "name": name, "required": needed, "schema": {"type": "string", "pattern": pattern}}
        for name, pattern, needed in found
    ]


def _operations() -> list[tuple[str, dict[str, frozenset[str]]]]:
    """Address → method → the scopes of which one is needed."""
    found = []
    for _prefix, router in api._routers:
        for where, view in router.path_operations.items():
            methods = {
                method.lower(): _scopes(operation.auth_callbacks)
                for operation in view.operations
                for method in operation.methods
            }
            found.append((ROOT.rstrip("/") + _CONVERTER.sub("{", where), methods))
    return found


def _scopes(callbacks: Sequence[object]) -> frozenset[str]:
    return frozenset(scope for need in callbacks if isinstance(need, answers.Needs) for scope in need.scopes)


@gates.public
@require_safe
def openapi(request: Request) -> HttpResponse:
    """``/api/v1/openapi.json``."""
    return answers.json_of(document())


def _gated(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern]:
    """Ninja's own views say who may come in, like every view: :class:`Needs` of each operation holds to it."""
    found = [pattern for pattern in patterns if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    for pattern in found:
        view: Any = pattern.callback
        view.gate = Gate("program")
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    path("oauth/token", oauth.token, name="api_token"),
    path("oauth/revoke", oauth.revoke, name="api_revoke"),
    path("openapi.json", openapi, name="api_document"),
    *_gated(api.urls[0]),
]
