"""What jobs do, in words. Rooms above name theirs through ``told`` (called by ``config.wiring``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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


def told(name: str, words: object) -> None:
    """Say what a job does; ``words`` may be a lazy translation."""
    _words[name] = words


def words(name: str, args: Mapping[str, Any]) -> str:
    """What the job was to do; the event's own name is added where there is one."""
    said = str(_words.get(name, _("Một việc chạy nền")))
    if name.startswith("events.") and (event := _words.get(str(args.get("name", "")))):
        return f"{said}: {event}"
    return said
