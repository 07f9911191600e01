"""What every address below ``/api/v1/`` answers with: JSON, an entity tag, or a problem (RFC 9457) in Vietnamese.

Who is calling is known before any view runs (``config.door``); :class:`Needs` asks whether the token may come in here.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, Final, Protocol

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.security.base import AuthBase
from pydantic import AfterValidator, Field

from namkhong.kernel.actor import Actor, Scope
from namkhong.kernel.problems import Forbidden, Invalid, Problem, TooMany, Unavailable
from namkhong.web.gates import Gate
from namkhong.web.views import problem_sentence, problem_title

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"
_KEY: Final = re.compile(r"[\x21-\x7e]{8,200}")
_TAG: Final = re.compile(r'(?:W/)?"([^"]{1,200})"')


# ---- what goes wrong


class NoToken(Problem):
    """No token, or one that does not hold."""

    status: ClassVar[int] = 401

    def __init__(self) -> None:
        super().__init__(
            _("Cần mã truy cập còn hạn: xin lấy ở /api/v1/oauth/token rồi gửi trong Authorization: Bearer.")
        )


class ScopeMissing(Forbidden):
    """The token does not reach here."""

    def __init__(self, scopes: Iterable[str]) -> None:
        super().__init__(_("Mã truy cập này không có phạm vi cần thiết: %s.") % ", ".join(sorted(scopes)))


class NoKey(Invalid):
    """A write without its key."""

    status: ClassVar[int] = 400

    def __init__(self) -> None:
        sentence = _("Xin gửi tiêu đề Idempotency-Key: 8 đến 200 ký tự ASCII, mỗi việc một khóa riêng.")
        super().__init__(sentence, fields={"Idempotency-Key": sentence})


class NoRevision(Problem):
    """A move that does not say what it was decided upon."""

    status: ClassVar[int] = 428

    def __init__(self) -> None:
        super().__init__(_("Xin gửi tiêu đề If-Match với ETag của hồ sơ như đã đọc."))


class Stale(Problem):
    """What was read is no longer so."""

    status: ClassVar[int] = 412


class ProblemOut(Schema):
    """A refusal (RFC 9457). ``type`` is what a program may rely on; the words are for people."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = Field(default_factory=list)


class FieldError(Schema):
    """One field and what is wrong with it."""

    field: str
    detail: str


ProblemOut.model_rebuild()
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def problem(found: Problem) -> HttpResponse:
    """The answer for a problem."""
    body = {
        "type": "urn:namkhong:problem:" + _CAMEL.sub("-", type(found).__name__).lower(),
        "title": problem_title(found),
        "status": found.status,
        "detail": problem_sentence(found),
        "errors": [{"field": name, "detail": str(sentence)} for name, sentence in found.fields.items()],
    }
    answer = HttpResponse(json.dumps(body, ensure_ascii=False), status=found.status, content_type=PROBLEM)
    if isinstance(found, TooMany):
        answer["Retry-After"] = str(found.retry_after)
    if isinstance(found, Unavailable):
        answer["Retry-After"] = "5"
    if isinstance(found, NoToken):
        answer["WWW-Authenticate"] = 'Bearer realm="namkhong"'
    elif isinstance(found, ScopeMissing):
        answer["WWW-Authenticate"] = 'Bearer realm="namkhong", error="insufficient_scope"'
    return answer


class NotThere(Problem):
    """No such address."""

    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("Địa chỉ này không có. Xin xem /api/v1/openapi.json."))


class NotThisMethod(Problem):
    """The address does not know this method."""

    status: ClassVar[int] = 405

    def __init__(self) -> None:
        super().__init__(_("Địa chỉ này không nhận phương thức đã gửi."))


class Unreadable(Problem):
    """The body is no JSON, or too large."""

    def __init__(self) -> None:
        super().__init__(_("Nội dung gửi lên không đọc được hoặc quá lớn. Xin gửi JSON theo /api/v1/openapi.json."))


class TooBig(Problem):
    """The body is larger than anything asked for."""

    status: ClassVar[int] = 413

    def __init__(self) -> None:
        super().__init__(_("Nội dung gửi lên lớn quá. Xin gửi tệp ở /api/v1/files, mỗi lần một tệp."))


class Silent(Unavailable):
    """The database does not answer."""

    def __init__(self) -> None:
        super().__init__(_("Hệ thống tạm thời chưa trả lời được. Xin gửi lại sau ít giây, với cùng Idempotency-Key."))


# ---- who may come in


class Needs(AuthBase):
    """An operation is open to tokens with any of these scopes; with none named, to every token."""

    openapi_type = "oauth2"
    openapi_flows: ClassVar[dict[str, Any]] = {}  # filled in by ``config.api``

    def __init__(self, *scopes: Scope) -> None:
        super().__init__()
        self.scopes = frozenset(scope.value for scope in scopes)
        self.gate = Gate("program")

    def __call__(self, request: HttpRequest) -> Actor:
        """The program.

        :raises NoToken: nobody, or somebody who is no program.
        :raises ScopeMissing: a program with other scopes.
        """
        actor: Actor = getattr(request, "actor", Actor.anonymous())
        if not actor.is_program:
            raise NoToken
        if self.scopes and not self.scopes & actor.scopes:
            raise ScopeMissing(self.scopes)
        return actor


def actor_of(request: HttpRequest) -> Actor:
    """The program that :class:`Needs` let in."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


# ---- what comes in


_NOT_PLAIN: Final = re.compile(r"[\x00\ud800-\udfff]")


def _plain(value: str) -> str:
    if _NOT_PLAIN.search(value):
        raise ValueError("plain text")
    return value


Line = Annotated[str, Field(max_length=500), AfterValidator(_plain)]
Words = Annotated[str, Field(max_length=10_000), AfterValidator(_plain)]
Code = Annotated[str, Field(max_length=60), AfterValidator(_plain)]
Cursor = Annotated[str, Field(max_length=1_000), AfterValidator(_plain)]
_DEEPEST: Final = 8


def _plain_json(value: Any, depth: int = 0) -> Any:
    if depth > _DEEPEST:
        raise ValueError("not so deep")
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, Mapping):
        return {_plain(str(key)): _plain_json(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain_json(item, depth + 1) for item in value]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        raise ValueError("no number")
    return value


Answers = Annotated[dict[str, Any], AfterValidator(_plain_json)]


def key_of(request: HttpRequest) -> str:
    """The idempotency key of a write.

    :raises NoKey: none, or none that can be kept.
    """
    key = request.headers.get("Idempotency-Key", "").strip('"')
    if not _KEY.fullmatch(key):
        raise NoKey
    return key


def print_of(request: HttpRequest, *more: str) -> str:
    """What a key stands for: method, address and body (of a file ``more``, its own digest); digested."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if more:
        digest.update("\n".join(more).encode())
    else:
        digest.update(request.body)
    return digest.hexdigest()


def revision_of(request: HttpRequest) -> int:
    """The revision a move was decided upon.

    :raises NoRevision: no ``If-Match``, or none that we gave out.
    """
    match = _TAG.fullmatch(request.headers.get("If-Match", "").strip())
    if match is None or not (match[1].isascii() and match[1].isdigit() and len(match[1]) < 10):
        raise NoRevision
    return int(match[1])


# ---- what goes out


def answer(
    body: Schema, *, status: int = 200, tag: str = "", private: bool = True, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """A schema as JSON, written by pydantic itself."""
    made = HttpResponse(body.model_dump_json(), status=status, content_type=JSON, headers=dict(headers or {}))
    if tag:
        made["ETag"] = f'"{tag}"'
    made["Cache-Control"] = "private, no-cache" if private else "max-age=60"
    return made


def json_of(document: Mapping[str, Any]) -> HttpResponse:
    """A document that is the same for everybody."""
    made = HttpResponse(json.dumps(document, ensure_ascii=False, indent=1), content_type=JSON)
    made["Cache-Control"] = "max-age=60"
    return made


def unchanged(request: HttpRequest, tag: str) -> HttpResponse | None:
    """304, when the program holds what it would get."""
    held = request.headers.get("If-None-Match", "")
    if held and (held.strip() == "*" or tag in _TAG.findall(held)):
        return HttpResponse(status=304, headers={"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"})
    return None


def tagged(request: HttpRequest, body: Schema, *, private: bool = False) -> HttpResponse:
    """A reading without a revision of its own: its tag is the digest of what it says."""
    written = body.model_dump_json()
    tag = hashlib.sha256(written.encode()).hexdigest()[:32]
    same = unchanged(request, tag)
    if same is not None:
        return same
    made = HttpResponse(written, content_type=JSON, headers={"ETag": f'"{tag}"'})
    made["Cache-Control"] = "private, no-cache" if private else "max-age=60"
    return made


class Kept(Protocol):
    """What is known of a file that goes out."""

    @property
    def size(self) -> int:
        """In bytes."""

    @property
    def sha256(self) -> str:
        """Of its content."""

    @property
    def media_type(self) -> str:
        """As it was judged by its bytes."""


def bytes_of(pieces: Iterable[bytes], card: Kept) -> StreamingHttpResponse:
    """The bytes of a file, to be kept and never to be run."""
    made = StreamingHttpResponse(pieces, content_type=card.media_type)
    made["Content-Length"] = str(card.size)
    made["Content-Disposition"] = "attachment"
    made["ETag"] = f'"{card.sha256}"'
    made["Cache-Control"] = "private, no-store"
    return made


# What an operation may answer besides its own, for the schema.
READS: Final[dict[int, Any]] = dict.fromkeys((400, 401, 403, 404, 422, 429, 503), ProblemOut)
WRITES: Final[dict[int, Any]] = READS | dict.fromkeys((409, 413), ProblemOut)
