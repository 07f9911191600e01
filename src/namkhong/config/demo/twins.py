"""Twins of the invented citizens: same commune, day of birth and gender; another name, number and telephone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from namkhong.config.demo.people import Invented, People
from namkhong.kernel import text

Twin = tuple[Any, ...]  # in the order of COLUMNS

COLUMNS: Final = (
    "old_person", "k", "person", "old_account", "account", "old_name", "name", "old_number", "number", "old_phone",
    "phone", "folded",
)  # fmt: skip
_TYPES: Final = {"k": "int"} | dict.fromkeys(
    ("old_name", "name", "old_number", "number", "old_phone", "phone", "folded"), "text"
)
TABLE: Final = (
    "create temporary table twin (" + ", ".join(f"{name} {_TYPES.get(name, 'bigint')}" for name in COLUMNS) + ")"
)
_ACCOUNT: Final = ("id", "password", "username", "kind", "display_name", "email", "subject", "is_active",
                   "must_change_password", "session_epoch", "created_at")  # fmt: skip
_PERSON: Final = ("id", "personal_number", "full_name", "search_key", "given_key", "date_of_birth", "gender", "address",
                  "commune_code", "phone", "email", "assurance", "account_id", "created_at", "confirmed_at")  # fmt: skip
_FILED: Final = """
select p.id, p.account_id, p.full_name, p.personal_number, p.phone, p.date_of_birth, p.gender, p.address
  from citizens_person p where exists (select from dossiers_dossier d where d.person_id = p.id) order by p.id
"""


def invent(people: People, *, copies: int, now: datetime) -> list[Twin]:
    """A twin of every citizen who filed, for every copy of the province, with the account she signs in with."""
    unusable = make_password(None)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FILED)
        filed = [(row, k) for row in cursor.fetchall() for k in range(1, copies + 1)]
        persons = _ids(cursor, "citizens_person", len(filed))
        accounts = _ids(cursor, "accounts_account", len(filed))
        born = [people.twin(row[5], row[6]) for row, _ in filed]
        copy(
            cursor,
            "accounts_account",
            _ACCOUNT,
            (_account(one, account, unusable, now) for one, account in zip(born, accounts, strict=True)),
        )
        copy(
            cursor,
            "citizens_person",
            _PERSON,
            (
                _person(one, row[7], person, account, now)
                for (row, _), one, person, account in zip(filed, born, persons, accounts, strict=True)
            ),
        )
    return [
        (row[0], k, person, row[1], account, row[2], one.full_name, row[3], one.personal_number, row[4], one.phone,
         text.fold(one.full_name))
        for (row, k), one, person, account in zip(filed, born, persons, accounts, strict=True)
    ]  # fmt: skip


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


def _ids(cursor: Any, table: str, count: int) -> list[int]:
    cursor.execute("select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)", [table, count])
    return [row[0] for row in cursor.fetchall()]
