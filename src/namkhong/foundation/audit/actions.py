"""Writing the record: a deed, a reading of personal data, and the seal over both."""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from namkhong.foundation.audit import publishing, sealing, tree, wording
from namkhong.foundation.audit.errors import PersonalValue
from namkhong.foundation.audit.types import Subject
from namkhong.kernel.actor import Actor
from namkhong.kernel.codes import is_personal_number
from namkhong.kernel.text import clean, one_line

__all__ = ["record", "record_access", "record_all", "seal", "together"]

PERSONAL_KEYS: Final = frozenset(
    {
        "address",
        "birth_date",
        "citizen_name",
        "date_of_birth",
        "display_name",
        "email",
        "full_name",
        "gender",
        "id_number",
        "mobile",
        "password",
        "person_name",
        "personal_number",
        "phone",
        "secret",
        "tax_code",
        "token",
    }
)


def _checked(value: Any, path: str) -> Any:
    """JSON of ids, hashes, codes and plain words; fractions are refused because their canonical form is ambiguous."""
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str) or key in PERSONAL_KEYS:
                raise PersonalValue(f"{path}.{key}: the record keeps ids and hashes, never personal values")
        return {key: _checked(item, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_checked(item, path) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        if is_personal_number(value):
            raise PersonalValue(f"{path}: looks like a personal number")
        return unicodedata.normalize("NFC", str(value)).replace("\x00", "")
    if isinstance(value, float):
        raise PersonalValue(f"{path}: write a fraction as text")
    return str(value)


# Written by hand: every deed of the platform passes here, and the ORM would double its cost.
_INTO: Final = """
insert into audit_entry (at, actor_kind, actor_account_id, actor_label, actor_post, agency_name, agency_path,
  on_behalf_of, action, subject_type, subject_id, person_id, purpose, reason, detail, elevated)
"""
_LINE: Final = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s)"
_INSERT: Final = f"{_INTO} values {_LINE} returning id"
_INSERT_WITH_WORDS: Final = f"""
with entry as ({_INSERT})
insert into audit_words (entry_id, key, text, at) select id, %s, %s, %s from entry returning entry_id
"""  # noqa: S608 - both halves are ours


_here: Final = threading.local()  # ``held``: the records of the deed that writes them together


@contextmanager
def together() -> Iterator[None]:
    """What is recorded inside is written by one INSERT at the end: for a deed made of deeds, where nobody asks for an id.

    Stand it inside the deed's transaction: when the block fails nothing is written, and the deed is undone with it.
    """
    if getattr(_here, "held", None) is not None:
        yield
        return
    held: list[list[Any]] = []
    _here.held = held
    try:
        yield
    finally:
        _here.held = None
    if held:
        with connection.cursor() as cursor:
            statement = f"{_INTO} values {', '.join([_LINE] * len(held))}"
            cursor.execute(statement, [value for values in held for value in values])


def _write(
    actor: Actor,
    action: str,
    subject: Subject,
    now: datetime,
    *,
    person_id: int | None = None,
    purpose: str = "",
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> int:
    post = actor.posts[0] if actor.posts else None
    # A citizen's name is personal data: her account id is enough.
    label = "" if actor.is_citizen else one_line(actor.label)
    values: list[Any] = [now, actor.kind.value, actor.account_id, label]
    values += [one_line(post.title), one_line(post.agency_name)] if post else ["", ""]
    values += [actor.agency_path, one_line(actor.on_behalf_of), action, subject[0], str(subject[1])]
    kept, key = wording.sealed(reason) if reason else ("", b"")
    values += [person_id, purpose, kept, json.dumps(detail or {}, ensure_ascii=False), actor.elevated(now)]
    held: list[list[Any]] | None = getattr(_here, "held", None)
    if held is not None and not reason:
        held.append(values)
        return 0
    with connection.cursor() as cursor:
        if reason:
            cursor.execute(_INSERT_WITH_WORDS, [*values, key, reason, now])
        else:
            cursor.execute(_INSERT, values)
        return int(cursor.fetchone()[0])


def record(
    actor: Actor,
    action: str,
    subject: Subject,
    *,
    now: datetime,
    detail: Mapping[str, Any] | None = None,
    reason: str = "",
    commits: Sequence[str] = (),
) -> int:
    """Record a deed in the caller's transaction; returns the entry's id (0 inside :func:`together`). One INSERT, no lock.

    ``detail`` holds ids, hashes, codes and numbers only; ``reason`` may be anybody's words, which are kept beside the
    entry and not in it (see ``wording``). ``commits`` are digests in hexadecimal that the entry's leaf in
    the public tree says openly: whoever is given what was digested can prove that it stood there (see ``proofs``).

    :raises PersonalValue: when it does not.
    """
    kept = _checked({**(detail or {}), tree.COMMITS: list(commits)} if commits else detail or {}, "detail")
    return _write(actor, action, subject, now, detail=kept, reason=clean(reason))


_INSERT_ALL: Final = f"""{_INTO}
select %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, one.id, null, '', %s, one.detail, %s
  from jsonb_to_recordset(%s::jsonb) as one(id text, detail jsonb)
"""  # noqa: S608 - all of it is ours


def record_all(
    actor: Actor,
    action: str,
    subject_type: str,
    details: Mapping[Any, Mapping[str, Any]],
    *,
    now: datetime,
    reason: str = "",
) -> None:
    """Record one deed done to many subjects, an entry each, in one INSERT; ``details`` by the subjects' ids.

    ``reason`` stands in the entries themselves: a decision's number and title, never words about a person.

    :raises PersonalValue: as :func:`record`.
    """
    post = actor.posts[0] if actor.posts else None
    rows = [{"id": str(pk), "detail": _checked(detail, "detail")} for pk, detail in details.items()]
    values: list[Any] = [now, actor.kind.value, actor.account_id, "" if actor.is_citizen else one_line(actor.label)]
    values += [one_line(post.title), one_line(post.agency_name)] if post else ["", ""]
    values += [actor.agency_path, one_line(actor.on_behalf_of), action, subject_type, clean(reason)]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_ALL, [*values, actor.elevated(now), json.dumps(rows, ensure_ascii=False)])


def record_access(actor: Actor, *, person_id: int, purpose: str, subject: Subject, now: datetime) -> int:
    """Record that somebody read a person's data, and what for; the person will see it."""
    if not one_line(purpose):
        raise ValueError("a reading of personal data needs a purpose")
    return _write(actor, "audit.personal_data_read", subject, now, person_id=person_id, purpose=one_line(purpose))


def seal(now: datetime) -> int:
    """Seal every entry whose transaction is certainly over; returns how many. Only one sealer works at a time.

    The first round after midnight publishes the root of the day that is over.
    """
    total = 0
    while True:
        with transaction.atomic():
            done = sealing.seal_batch(now)
        total += done
        if done < sealing.BATCH:
            break
    with transaction.atomic():
        publishing.publish(now)
    return total
