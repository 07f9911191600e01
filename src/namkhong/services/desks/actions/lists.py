"""Filters under a name, and the columns an official wants."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Invalid
from namkhong.services.desks import policies
from namkhong.services.desks.errors import NoSuchFilter, TooManyFilters
from namkhong.services.desks.models import ChosenColumns, SavedFilter
from namkhong.services.desks.queries.lists import clean_query
from namkhong.services.desks.types import MOST_FILTERS
from namkhong.services.dossiers.types import Column


@transaction.atomic
def save_filter(*, name: str, query: str, actor: Actor, now: datetime) -> int:
    """Keep a filter of the list under a name; the same name again replaces it. Returns its id.

    :raises Invalid: without a name, or for a list without a filter.
    :raises TooManyFilters: when there are thirty.
    """
    account_id = policies.require_work(actor)
    name, query = text.one_line(name)[:60], clean_query(QueryDict(query[:2_000]))
    if not name:
        sentence = _("Xin đặt tên cho bộ lọc, ví dụ “Hộ tịch, nộp trực tuyến”.")
        raise Invalid(sentence, fields={"ten": sentence})
    if not query:
        sentence = _("Danh sách chưa lọc gì. Xin lọc trước rồi lưu.")
        raise Invalid(sentence, fields={"ten": sentence})
    mine = SavedFilter.objects.filter(account_id=account_id)
    if mine.exclude(name=name)[:MOST_FILTERS].count() >= MOST_FILTERS:
        raise TooManyFilters
    row, _first = SavedFilter.objects.update_or_create(
        account_id=account_id, name=name, defaults={"query": query}, create_defaults={"query": query, "created_at": now}
    )
    audit.record(actor, "desks.filter_saved", ("saved_filter", row.pk), now=now)
    return row.pk


@transaction.atomic
def drop_filter(*, filter_id: int, actor: Actor, now: datetime) -> None:
    """Forget a filter.

    :raises NoSuchFilter: when it is not hers.
    """
    account_id = policies.require_work(actor)
    gone, _by_kind = SavedFilter.objects.filter(account_id=account_id, pk=filter_id).delete()
    if not gone:
        raise NoSuchFilter
    audit.record(actor, "desks.filter_dropped", ("saved_filter", filter_id), now=now)


@transaction.atomic
def choose_columns(*, columns: Iterable[str], actor: Actor, now: datetime) -> None:
    """The columns of her list, from now on; none chosen brings the usual ones back."""
    account_id = policies.require_work(actor)
    known = {column.value for column in Column}
    asked = set(columns) & known
    kept = [column.value for column in Column if column.value in asked]
    ChosenColumns.objects.update_or_create(account_id=account_id, defaults={"columns": kept, "changed_at": now})
    audit.record(actor, "desks.columns_chosen", ("account", account_id), now=now, detail={"columns": kept})
