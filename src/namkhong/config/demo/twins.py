"""Twins of the invented citizens: same commune, day of birth and gender; another name, number and telephone.

They are written a few thousand at a time, and known again by their ids alone, so a million dossiers take no more memory
than ten thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from namkhong.config.demo.people import Invented, People
from namkhong.kernel import text

CHUNK: Final = 5_000
_ACCOUNT: Final = ("id", "password", "username", "kind", "display_name", "email", "subject", "is_active",
                   "must_change_password", "session_epoch", "created_at")  # fmt: skip
_PERSON: Final = ("id", "personal_number", "full_name", "search_key", "given_key", "date_of_birth", "gender", "address",
                  "commune_code", "phone", "email", "assurance", "account_id", "created_at", "confirmed_at")  # fmt: skip
_FILED: Final = """
select p.id, p.date_of_birth, p.gender, p.address
  from citizens_person p where exists (select from dossiers_dossier d where d.person_id = p.id) order by p.id
"""


@dataclass(frozen=True, slots=True)
class Twins:
    """Who has twins, in order; the twin of the one at ``place`` in copy ``k`` is person ``first + (k - 1) * many + place``."""

    persons: tuple[int, ...] = ()
    first: int = 0

    @property
    def many(self) -> int:
        """How many have twins."""
        return len(self.persons)


NOBODY: Final = Twins()


def invent(people: People, *, copies: int, now: datetime) -> Twins:
    """A twin of every citizen who filed, for every copy of the province, with the account she signs in with."""
    unusable = make_password(None)
    with connection.cursor() as cursor:
        cursor.execute(_FILED)
        filed = cursor.fetchall()
        person = _ids(cursor, "citizens_person", len(filed) * copies)
        account = _ids(cursor, "accounts_account", len(filed) * copies)
    made = Twins(tuple(row[0] for row in filed), person)
    everyone = (row for _copy in range(copies) for row in filed)
    while chunk := [(row[3], people.twin(row[1], row[2])) for row in islice(everyone, CHUNK)]:
        with transaction.atomic(), connection.cursor() as cursor:
            copy(
                cursor,
                "accounts_account",
                _ACCOUNT,
                (_account(one, account + n, unusable, now) for n, (_address, one) in enumerate(chunk)),
            )
            copy(
                cursor,
                "citizens_person",
                _PERSON,
                (_person(one, address, person + n, account + n, now) for n, (address, one) in enumerate(chunk)),
            )
        person, account = person + len(chunk), account + len(chunk)
    return made


def copy(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Rows into a table by COPY."""
    with cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin") as stream:
        for row in rows:
            stream.write_row(row)


def _account(born: Invented, account: int, unusable: str, now: datetime) -> tuple[Any, ...]:
    hashed = salted_hmac("accounts.subject", f"demo:{born.personal_number}", algorithm="sha256").hexdigest()
    return (account, unusable, f"vneid-{hashed[:32]}", "citizen", born.full_name, "", hashed, True, False, 0, now)


def _person(born: Invented, address: str, person: int, account: int, now: datetime) -> tuple[Any, ...]:
    keys = (text.fold(born.full_name), text.given_name_key(born.full_name))
    return (person, born.personal_number, born.full_name, *keys, born.date_of_birth, born.gender, address, "",
            born.phone, "", 2, account, now, now)  # fmt: skip


def _ids(cursor: Any, table: str, count: int) -> int:
    """The first of so many ids one after another; nobody else writes while a demo is loaded.

    :raises RuntimeError: somebody does.
    """
    cursor.execute(
        "select min(id), max(id) from (select nextval(pg_get_serial_sequence(%s, 'id')) as id"
        " from generate_series(1, %s)) taken",
        [table, count],
    )
    first, last = cursor.fetchone()
    if count and last - first != count - 1:
        raise RuntimeError(f"somebody else writes into {table}")
    return int(first or 0)
