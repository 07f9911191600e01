"""Opening files by their signed links, and sending large ones piece by piece."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import actions, queries
from namkhong.foundation.files.errors import NoSuchFile, UploadGone, WrongOffset
from namkhong.foundation.files.types import FileCard, Mark, UploadCard
from namkhong.kernel import clock
from namkhong.kernel.problems import Problem, TooMany
from namkhong.web import gates
from namkhong.web.http import Request

_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
_LOCKED: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
# The PDF viewer is a part of the browser, apart from our origin; older ones do not start it below "sandbox".
_VIEWER: Final = "default-src 'none'; frame-ancestors 'none'; object-src 'self'; style-src 'unsafe-inline'"
_THUMBNAIL: Final = 480


def _dressed(answer: HttpResponseBase, card: FileCard, *, inline: bool) -> HttpResponseBase:
    """Headers of everything that people have sent: never guessed at, never run, never kept by the way."""
    plain = re.sub(r'[^\x20-\x7e]|["\\]', "_", card.name)
    kind = "inline" if inline else "attachment"
    answer["Content-Disposition"] = f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(card.name, safe='')}"
    answer["X-Content-Type-Options"] = "nosniff"
    pdf = card.media_type == "application/pdf"
    answer["Content-Security-Policy"] = _VIEWER if inline and pdf else _LOCKED
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Content-Encoding"] = "identity"  # already packed; keeps the length and ranges true
    patch_cache_control(answer, private=True, no_store=True)
    return answer


def _wanted(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a single range; ``None`` = send the whole; raises ``ValueError`` when outside."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.group(0) == "bytes=-":
        return None
    first, last = match.groups()
    start, end = (max(0, size - int(last)), size - 1) if not first else (int(first), min(int(last or size), size - 1))
    if start >= size or start > end:
        raise ValueError(header)
    return start, end


@require_safe
@gates.public
def open_file(request: Request, token: str) -> HttpResponseBase:
    """The bytes behind a link; ``?tai-ve=1`` saves instead of showing."""
    card, mark = queries.opened(token, actor=request.actor, now=clock.now())
    inline = card.previewable and "tai-ve" not in request.GET
    if mark is not None:
        return _dressed(_marked(request, card, mark), card, inline=inline)
    headers = {"Accept-Ranges": "bytes", "ETag": f'"{card.sha256}"'}
    wanted = None
    if_range = request.headers.get("If-Range", headers["ETag"])
    if (header := request.headers.get("Range", "")) and if_range == headers["ETag"]:
        try:
            wanted = _wanted(header, card.size)
        except ValueError:
            outside = HttpResponse(status=416, headers={"Content-Range": f"bytes */{card.size}"})
            return _dressed(outside, card, inline=inline)
    start, end = wanted or (0, card.size - 1)
    headers["Content-Length"] = str(end - start + 1)
    if wanted:
        headers["Content-Range"] = f"bytes {start}-{end}/{card.size}"
    pieces = (
        queries.stream(card.id, start, end - start + 1 if wanted else None) if request.method == "GET" else iter(())
    )
    answer = StreamingHttpResponse(pieces, status=206 if wanted else 200, content_type=card.media_type, headers=headers)
    return _dressed(answer, card, inline=inline)


def _marked(request: Request, card: FileCard, mark: Mark) -> HttpResponse:
    """The file with who looks, when and why across it, whole and never by ranges; each opening is recorded.

    A word-processor file cannot be marked: it is handed over as it is, recorded all the same.
    """
    from namkhong.foundation.files import marking  # typst, pypdf and pillow: loaded with the first file that is marked

    now, actor = clock.now(), request.actor
    content = queries.read(card.id) if request.method == "GET" else b""
    if content and card.media_type in marking.MARKED:
        content = marking.marked(content, card, marking.lines_of(mark, actor, now))
    if content:
        audit.record_access(actor, person_id=mark.person_id, purpose=mark.why, subject=mark.subject, now=now)
    return HttpResponse(content, content_type=card.media_type, headers={"Accept-Ranges": "none"})


@require_GET
@gates.public
def thumbnail(request: Request, token: str) -> HttpResponseBase:
    """A small picture of an image, without anything the camera wrote into it; there is none of what is to be marked."""
    card, mark = queries.opened(token, actor=request.actor, now=clock.now())
    if mark is not None or not card.is_image:
        raise NoSuchFile
    from PIL import Image, ImageOps

    with Image.open(BytesIO(queries.read(card.id)), formats=("JPEG", "PNG")) as image:
        image.draft("RGB", (_THUMBNAIL, _THUMBNAIL))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((_THUMBNAIL, _THUMBNAIL))
        flat = Image.new("RGB", upright.size, "white")
        flat.paste(upright, mask=upright.getchannel("A") if upright.mode in {"RGBA", "LA"} else None)
        made = BytesIO()
        flat.save(made, "JPEG", quality=80)
    answer = _dressed(HttpResponse(made.getvalue(), content_type="image/jpeg"), card, inline=True)
    answer["Cache-Control"] = "private, max-age=300"
    return answer


def _told(problem: Problem) -> JsonResponse:
    """A refusal for the script, which shows the sentence beside the field."""
    answer = JsonResponse({"message": str(problem)}, status=problem.status)
    if isinstance(problem, WrongOffset):
        answer["Upload-Offset"] = str(problem.offset)
    if isinstance(problem, TooMany):
        answer["Retry-After"] = str(problem.retry_after)
    return answer


def _progress(card: UploadCard, status: int) -> HttpResponse:
    address = reverse("upload", kwargs={"upload_id": card.id})
    headers = {"Upload-Offset": str(card.offset), "Upload-Length": str(card.size), "Cache-Control": "no-store"}
    if status == 204:
        return HttpResponse(status=204, headers=headers)
    headers["Location"] = address
    return JsonResponse({"address": address, "offset": card.offset}, status=status, headers=headers)


@require_POST
@gates.signed_in
def begin_upload(request: Request) -> HttpResponse:
    """Announce a file: name, size, SHA-256 when the browser can reckon it."""
    written = request.POST.get("size", "")
    try:
        card = actions.begin_upload(
            name=request.POST.get("name", "")[:500],
            size=int(written) if written.isascii() and written.isdigit() and len(written) < 16 else 0,
            sha256=request.POST.get("sha256", ""),
            purpose="",
            actor=request.actor,
            now=clock.now(),
        )
    except Problem as problem:
        return _told(problem)
    return _progress(card, 201)


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@gates.signed_in
def upload(request: Request, upload_id: UUID) -> HttpResponse:
    """HEAD tells how far it has come, PATCH adds a piece, DELETE forgets it."""
    now = clock.now()
    try:
        if request.method == "HEAD":
            return _progress(queries.upload(upload_id, request.actor), 204)
        if request.method == "DELETE":
            actions.cancel_upload(upload_id=upload_id, actor=request.actor, now=now)
            return HttpResponse(status=204)
        offset = request.headers.get("Upload-Offset", "")
        if request.content_type != "application/offset+octet-stream" or not (offset.isascii() and offset.isdigit()):
            raise Problem(_("Phần tệp gửi lên không đúng cách. Xin tải lại trang rồi gửi lại."))
        card = actions.append(
            upload_id=upload_id, offset=int(offset[:16]), content=request, actor=request.actor, now=now
        )
    except Problem as problem:
        return _told(problem)
    return _progress(card, 204)


@require_POST
@gates.signed_in
def finish_upload(request: Request, upload_id: UUID) -> HttpResponse:
    """All pieces are there: judge and keep."""
    now = clock.now()
    try:
        card = actions.finish(upload_id=upload_id, actor=request.actor, now=now)
    except (WrongOffset, UploadGone) as problem:
        return _told(problem)
    except Problem as problem:
        actions.cancel_upload(upload_id=upload_id, actor=request.actor, now=now)
        return _told(problem)
    return JsonResponse({"id": str(card.id), "name": card.name, "size": card.size_text})
