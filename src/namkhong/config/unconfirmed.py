"""Everything that ships with the software and no document of the province confirmed yet, in one place: what, and who confirms.

Read from ``facts/`` as it was shipped. What was put right on a screen since is seen there; the file is asked for again
with the next release.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from namkhong.config import navigation
from namkhong.kernel.actor import Role
from namkhong.web import gates
from namkhong.web.http import Request

_PROVINCE: Final = gettext_lazy("Văn phòng Ủy ban nhân dân tỉnh")
_HOME_AFFAIRS: Final = gettext_lazy("Sở Nội vụ")
_CONTROLLER: Final = gettext_lazy("Người kiểm soát thủ tục hành chính của tỉnh, cùng cơ quan chuyên môn")
_ARCHIVES: Final = gettext_lazy("Lưu trữ lịch sử của tỉnh và người phụ trách bảo vệ dữ liệu cá nhân")
_TECHNICAL: Final = gettext_lazy("Sở Khoa học và Công nghệ")
# A mark on a row instead of a sentence.
_MARKS: Final[dict[str, Promise]] = {
    "code": gettext_lazy("Mã định danh do hệ thống tạm đặt, chưa có danh mục của tỉnh."),
    "structure": gettext_lazy("Tên và tổ chức theo khung chung, chưa đối chiếu quyết định của tỉnh."),
    "True": gettext_lazy("Dòng do sản phẩm đề xuất, chưa đối chiếu văn bản."),
}
_KEYS: Final = frozenset({"to_be_confirmed", "confirm"})


@dataclass(frozen=True, slots=True)
class Matter:
    """Files of one matter, in words, who confirms them, and the screen where it is put right."""

    words: Promise
    who: Promise
    files: tuple[str, ...]
    screen: str = ""
    said: Promise | None = None  # where the file speaks of its columns


@dataclass(frozen=True, slots=True)
class Open:
    """A matter with what is open in it: each sentence and on how many rows it stands."""

    matter: Matter
    lines: tuple[tuple[str, int], ...]

    @property
    def count(self) -> int:
        """How many rows and sentences."""
        return sum(number for _sentence, number in self.lines)


MATTERS: Final = (
    Matter(
        gettext_lazy("Cơ quan, đơn vị và mã định danh"),
        _HOME_AFFAIRS,
        ("agencies.json",),
        "admin_agencies",
    ),
    Matter(gettext_lazy("Thủ tục hành chính, cửa nộp"), _CONTROLLER, ("procedures.json",), "admin_procedures"),
    Matter(gettext_lazy("Tờ khai"), _CONTROLLER, ("forms/*.json",), "admin_forms"),
    Matter(gettext_lazy("Quy trình và giờ từng bước"), _CONTROLLER, ("processes.json",), "processes"),
    Matter(gettext_lazy("Mẫu giấy 01 đến 07"), _PROVINCE, ("form_templates.json",)),
    Matter(gettext_lazy("Lịch làm việc, ngày nghỉ"), _PROVINCE, ("calendars.json",), "calendar_admin"),
    Matter(gettext_lazy("Cách đặt số"), _PROVINCE, ("numbering.json",)),
    Matter(gettext_lazy("Thời hạn trả lời câu hỏi, phản ánh"), _PROVINCE, ("feedback.json",)),
    Matter(gettext_lazy("Loại văn bản, ký hiệu cơ quan"), _PROVINCE, ("document_types.json",), "document_symbols"),
    Matter(gettext_lazy("Thời hạn vào sổ văn bản đến"), _PROVINCE, ("intake.json",)),
    Matter(gettext_lazy("Địa chỉ của trục liên thông, giới hạn gói tin"), _PROVINCE, ("exchange.json",)),
    Matter(
        gettext_lazy("Các bước kiểm tra dự thảo, mẫu trình bày văn bản"),
        _PROVINCE,
        ("drafting.json", "document_layout.json"),
    ),
    Matter(gettext_lazy("Thời hạn lưu giữ dữ liệu"), _ARCHIVES, ("retention.json",), "retention"),
    Matter(
        gettext_lazy("Giấy tờ tùy thân, sự kiện trong đời sống"),
        _CONTROLLER,
        ("identity_papers.json", "life_events.json"),
    ),
    Matter(
        gettext_lazy("Bộ máy trước ngày 01/7/2025 và các phương án sắp xếp kèm theo"),
        _HOME_AFFAIRS,
        ("agencies_2024.json", "reorganisation_*.json"),
    ),
    Matter(gettext_lazy("Mã địa bàn cũ"), _HOME_AFFAIRS, ("places.json",)),
    Matter(
        gettext_lazy("Trạng thái hồ sơ trao đổi với Cổng quốc gia"),
        _TECHNICAL,
        ("dossier_statuses.json",),
        said=gettext_lazy("Trạng thái nào dừng đồng hồ, trạng thái nào kết thúc hồ sơ là đề xuất của sản phẩm."),
    ),
)


def unconfirmed(folder: Path | None = None) -> list[Open]:
    """Each matter in which something is open, in the order of :data:`MATTERS`."""
    here = folder or settings.FACTS
    found = []
    for matter in MATTERS:
        counted: Counter[str] = Counter()
        for pattern in matter.files:
            for path in sorted(here.glob(pattern)):
                counted.update(_marked(json.loads(path.read_text("utf-8")), matter))
        if counted:
            found.append(Open(matter, tuple(counted.most_common())))
    return found


def _marked(node: Any, matter: Matter) -> Iterator[str]:
    """The sentences at every mark below this node."""
    if isinstance(node, list):
        for item in node:
            yield from _marked(item, matter)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key in _KEYS and isinstance(value, str | list | bool | dict):
            yield from _sentences(value, matter)
        else:
            yield from _marked(value, matter)


def _sentences(value: Any, matter: Matter) -> Iterator[str]:
    if matter.said is not None:
        yield str(matter.said)
    elif isinstance(value, dict):  # a rule that bears the name of a mark says nothing; of other dicts, the sentences
        yield from (
            line for item in value.values() if isinstance(item, str | list) for line in _sentences(item, matter)
        )
    elif isinstance(value, list):
        yield from (line for item in value if isinstance(item, str) for line in _sentences(item, matter))
    elif str(value) in _MARKS:
        yield str(_MARKS[str(value)])
    elif isinstance(value, str) and " " in value.strip():
        yield value.strip()


@require_safe
@gates.official(Role.ADMINISTRATOR, Role.PROCEDURE_CONTROLLER)
def unconfirmed_facts(request: Request) -> HttpResponse:
    """What is open, by matter, with who confirms it and, for who may open it, the screen where it is put right."""
    found = unconfirmed()
    rows = [
        (one, reverse(one.matter.screen) if navigation.opens(request.actor, one.matter.screen) else "") for one in found
    ]
    title = _("Dữ liệu cần xác nhận")
    return render(
        request, "config/unconfirmed.html", {"title": title, "rows": rows, "total": sum(one.count for one in found)}
    )
