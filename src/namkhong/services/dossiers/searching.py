"""How a dossier is found by name and number: words begun with, kept beside each agency under which it is looked for.

A search inside one agency must not grow with the province, so the index holds ``agency:beginning`` and not letters of the
whole province: ``57:pa``, ``57:pan``, ``57:panh``. The rule lives once, in ``dossiers_search_terms`` (migration 0011).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, Func, Q, TextField, Value

from namkhong.kernel import text
from namkhong.services.dossiers.models import Dossier, SearchKey

LONGEST: Final = 12  # letters of a word that are kept; what is typed beyond is compared with the key itself
_BETWEEN: Final = re.compile(r"[\s-]+")
_AGENCY: Final = re.compile(r"[a-z][0-9]+(\.[0-9]+)*\.?")  # the code of an agency stands in every number it gives


class Terms(Func):
    """``dossiers_search_terms(key, agencies)``."""

    function = "dossiers_search_terms"
    output_field = ArrayField(TextField())


def _agencies(dossier: Dossier) -> set[int]:
    """Under which it is looked for."""
    return {dossier.receiver_agency_id, dossier.home_counter_id, dossier.decider_agency_id, dossier.return_agency_id}


def key_of(dossier: Dossier) -> SearchKey:
    """Name and number of a dossier that was just filed, not saved yet."""
    key = text.fold(f"{dossier.applicant_name} {dossier.code}")[:300]
    numbers = Value(sorted(_agencies(dossier)), output_field=ArrayField(BigIntegerField()))
    return SearchKey(dossier=dossier, key=key, terms=Terms(Value(key, output_field=TextField()), numbers))


_KEEP: Final = f"""
insert into {SearchKey._meta.db_table} (dossier_id, key, terms) values (%s, %s, dossiers_search_terms(%s, %s::bigint[]))
"""  # noqa: S608 - our own name


def keep(dossier: Dossier) -> None:
    """Write name and number of a dossier that was just filed."""
    row = key_of(dossier)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [row.dossier_id, row.key, row.key, sorted(_agencies(dossier))])


def parts(words: str) -> list[str]:
    """The beginnings to look for in folded words; none when nothing but an agency's code was typed."""
    typed = (word for word in _BETWEEN.split(words) if word and not _AGENCY.fullmatch(word))
    return sorted({word[:LONGEST] for word in typed})


def matching(words: str, agency_ids: Iterable[int]) -> Q:
    """Dossiers of these agencies whose name or number holds the folded words, which begin where a word begins."""
    begun = parts(words) or [""]
    found = Q(pk__in=[])
    for agency in sorted(agency_ids):
        found |= Q(search__terms__contains=[f"{agency}:{part}" for part in begun])
    return found & Q(search__key__contains=words)
