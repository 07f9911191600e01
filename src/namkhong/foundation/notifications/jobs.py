"""What jobs do, in words. Rooms above name theirs through ``told`` (called by ``config.wiring``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from namkhong.foundation.audit import queries as audit

_words: dict[str, object] = {
    "audit.seal": gettext_lazy("Niêm phong nhật ký"),
    "files.scan": gettext_lazy("Quét vi-rút một tệp"),
    "files.scan_waiting": gettext_lazy("Quét vi-rút các tệp còn chờ"),
    "files.expire_uploads": gettext_lazy("Dọn các tệp gửi dở"),
    "notifications.deliver": gettext_lazy("Gửi một thông báo"),
    "notifications.sweep": gettext_lazy("Gửi lại các thông báo còn chờ"),
    "events.fan_out": gettext_lazy("Chuyển một sự kiện tới các phần liên quan"),
    "events.handle": gettext_lazy("Làm tiếp sau một sự kiện"),
}
_kinds: dict[str, str] = {}


def told(name: str, words: object) -> None:
    """Say what a job or a handler does, or what an event is; ``words`` may be a lazy translation."""
    _words[name] = words


def concerns(field: str, kind: str) -> None:
    """Say of what kind the subject is whose id stands in this field of an event or a job."""
    _kinds[field] = kind


def words(name: str, args: Mapping[str, Any]) -> str:
    """What the job was to do. After an event: what was to follow, and what had happened."""
    said = _words.get(name)
    if name.startswith("events."):
        said = _words.get(str(args.get("handler", "")), said)
        if event := _words.get(str(args.get("name", ""))):
            return f"{said}: {event}"
    return str(said or _("Một việc chạy nền"))


def told_of(jobs: Sequence[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """The same for many jobs, each with the dossier or other subject it was about."""
    subjects = [_subject(args) for _name, args in jobs]
    names = audit.names_of(subject for subject in subjects if subject)
    return [
        f"{words(name, args)} – {names[subject]}" if subject in names else words(name, args)
        for (name, args), subject in zip(jobs, subjects, strict=True)
    ]


def _subject(args: Mapping[str, Any]) -> tuple[str, str] | None:
    payload = args.get("payload")
    fields = payload if isinstance(payload, Mapping) else args
    return next(((kind, str(fields[field])) for field, kind in _kinds.items() if field in fields), None)
