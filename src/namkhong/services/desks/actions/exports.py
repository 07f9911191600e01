"""A filtered list, or register 07, as a file: asked for by an official, written by a job, kept in the file store, told when ready."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import actions as files
from namkhong.foundation.notifications import actions as notifications
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Invalid, Problem
from namkhong.services.desks import policies, writing
from namkhong.services.desks.models import Export
from namkhong.services.desks.queries.lists import clean_query
from namkhong.services.desks.types import MEDIA, MOST_LINES, Format, Listing, Stage
from namkhong.services.desks.writing import Cell
from namkhong.services.dossiers import actions as registers
from namkhong.services.dossiers import queries as dossiers
from namkhong.services.dossiers.types import ListedRow

_CELLS: Final = attrgetter(*(field.name for field in fields(ListedRow)))
_NAMES: Final = {Listing.DOSSIERS: "ho-so", Listing.REGISTER: "so-theo-doi-ho-so"}
_IN_MEMORY: Final = 1_048_576  # beyond, the file is written to disk while it grows


@transaction.atomic
def start_export(*, query: str, format: str, actor: Actor, now: datetime) -> Export:  # noqa: A002 - its plain name
    """Ask for a list as a file; a job writes it. Recorded: a list of names leaves the platform.

    :raises NoWorkOnDossiers: for those whose post does not work on dossiers.
    :raises Invalid: for an unknown kind of file.
    """
    return _start(Listing.DOSSIERS, clean_query(QueryDict(query[:4_000])), format, actor, now)


@transaction.atomic
def export_register(*, agency_id: int, year: int, format: str, actor: Actor, now: datetime) -> Export:  # noqa: A002
    """Ask for register 07 of an agency and a year as a file; opened (its number taken) at once.

    :raises NoWorkOnDossiers: :raises Invalid: for an unknown kind of file.
    :raises NoSuchRegister: not her counter's, or a year in which nothing can have been received.
    """
    policies.require_work(actor)
    registers.open_register(agency_id=agency_id, year=year, actor=actor, now=now)
    return _start(Listing.REGISTER, f"co-quan={agency_id}&nam={year}", format, actor, now)


def _start(listing: Listing, query: str, kind: str, actor: Actor, now: datetime) -> Export:
    account_id = policies.require_work(actor)
    if kind not in set(Format):
        sentence = _("Xin chọn loại tệp: Excel hoặc CSV.")
        raise Invalid(sentence, fields={"loai": sentence})
    row = Export.objects.create(account_id=account_id, listing=listing, query=query, format=kind, created_at=now)
    audit.record(
        actor, "desks.export_asked", ("export", row.pk), now=now, detail={"format": kind, "listing": listing.value}
    )
    app.configure_task("desks.run_export").defer(export_id=row.pk)
    return row


def run_export(*, export_id: int, now: datetime) -> None:
    """Write the file with what the official may see now; once. Memory does not grow with the list."""
    row = Export.objects.get(pk=export_id)
    if row.stage != Stage.WAITING:
        return
    with translation.override(settings.LANGUAGE_CODE), tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as made:
        actor = organisations.actor_of(row.account_id, clock.local_date(now))
        if not dossiers.works(actor):
            _settle(row, Stage.REFUSED, now)
            return
        counter = _Counter()
        try:
            titles, lines = _listed(row, actor, now)
        except Problem:  # the counter is not hers any more
            _settle(row, Stage.REFUSED, now)
            return
        _WRITE[Format(row.format)](made, titles, counter.counted(lines))
        made.seek(0)
        with transaction.atomic():
            row = Export.objects.select_for_update().get(pk=export_id)
            if row.stage != Stage.WAITING:
                return
            kept = files.store_generated(
                name=f"{_NAMES[Listing(row.listing)]}-{clock.local(now):%Y%m%d-%H%M}.{row.format}",
                content=made,
                media_type=MEDIA[Format(row.format)],
                purpose="desks.export",
                now=now,
            )
            row.file_id, row.lines, row.cut = kept.id, counter.lines, counter.cut
            _settle(row, Stage.READY, now)
            audit.record(
                actor, "desks.exported", ("export", row.pk), now=now,
                detail={"file": str(kept.id), "lines": row.lines, "sha256": kept.sha256},
            )  # fmt: skip
            notifications.notify(
                account_id=row.account_id,
                title=_("Tệp danh sách hồ sơ đã sẵn sàng"),
                text=_(
                    "Danh sách có %d hồ sơ. Liên kết tải về chỉ dùng được trong ít phút, mở lại trang để có liên kết mới."
                )
                % row.lines,
                link=reverse("export", kwargs={"public_id": row.public_id}),
                about=("export", row.pk),
                key=f"desks.export:{row.pk}",
                now=now,
            )


def _settle(row: Export, stage: Stage, now: datetime) -> None:
    row.stage, row.finished_at = stage, now
    row.save(update_fields=["stage", "finished_at", "file_id", "lines", "cut"])


def _listed(row: Export, actor: Actor, now: datetime) -> tuple[Sequence[str], Iterator[tuple[Cell, ...]]]:
    """The head and the lines; nothing is read before the first line is asked for."""
    if row.listing == Listing.DOSSIERS:
        return head(), _lines(row.query, actor)
    asked = QueryDict(row.query)
    lines = registers.register_lines(
        agency_id=int(asked["co-quan"]), year=int(asked["nam"]), actor=actor, now=now, how=row.format
    )
    return next(lines), lines


def head() -> list[str]:
    """The head of the file; the order is that of ``ListedRow``."""
    return [
        _("Số hồ sơ"), _("Người nộp"), _("Thủ tục"), _("Tình trạng"), _("Đang ở bước"), _("Hình thức nộp"),
        _("Ngày nộp"), _("Ngày tiếp nhận"), _("Hạn bước này"), _("Ngày hẹn trả"), _("Ngày có kết quả"),
    ]  # fmt: skip


def _lines(query: str, actor: Actor) -> Iterator[tuple[Cell, ...]]:
    view, wanted = dossiers.asked(QueryDict(query))
    for page in dossiers.every(actor, view, wanted):
        for line in page:
            yield _CELLS(line)


class _Counter:
    """Counts what passes, and stops at what one file may hold."""

    def __init__(self) -> None:
        self.lines, self.cut = 0, False

    def counted(self, lines: Iterator[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
        for line in lines:
            if self.lines >= MOST_LINES:
                self.cut = True
                return
            self.lines += 1
            yield line


_WRITE: Final = {Format.CSV: writing.write_csv, Format.XLSX: writing.write_xlsx}
