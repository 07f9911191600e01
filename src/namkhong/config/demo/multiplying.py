"""A big demo province: what was lived through the real actions is copied, each dossier for another invented person.

Copy ``k`` of the province has a twin of every citizen (``twins``) and of every dossier, at the same moments and with the
same officials. Twins have numbers of their own from the same series, their names in the answers and papers, and each
step its entry in the record, so that lists, figures, look-ups and proofs work as on any dossier. What they have not:
entries for pages that nobody filled, and files of their own (the same scans serve all).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction

from namkhong.config.demo.twins import NOBODY, Twins
from namkhong.services.dossiers.models import Dossier

CHUNK: Final = 4_000  # dossiers in one transaction


@dataclass(frozen=True, slots=True)
class Plan:
    """How many dossiers were lived, how many there shall be, and who the twins are."""

    lived: int
    wanted: int
    twins: Twins = NOBODY

    @property
    def copies(self) -> int:
        """The last one may be smaller than the others."""
        return -(-self.wanted // self.lived) - 1


class NotCopied(Exception):
    """A table holds facts of the lived dossiers that nobody said how to copy."""


def halves() -> tuple[list[int], list[int]]:
    """The lived dossiers in two parts, each with counters of its own: two processes never wait for a number's row."""
    by_counter: dict[int, list[int]] = {}
    for pk, counter in Dossier.objects.order_by("pk").values_list("pk", "receiver_agency_id"):
        by_counter.setdefault(counter, []).append(pk)
    found: tuple[list[int], list[int]] = ([], [])
    for part in sorted(by_counter.values(), key=len, reverse=True):
        min(found, key=len).extend(part)
    return found


def copy_dossiers(plan: Plan, part: Sequence[int]) -> None:
    """Every copy of the dossiers of one part, in transactions of a few thousand.

    :raises NotCopied: when the lived dossiers have facts in a table that is not told of here.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LIVED, [plan.lived, list(part)])
        cursor.execute(_FILER, [list(plan.twins.persons)])
        cursor.execute("analyze lived, filer")
        _nothing_is_forgotten(cursor)
        statements = _statements(cursor)
    step = max(1, CHUNK // max(1, len(part)))
    for low in range(1, plan.copies + 1, step):
        with transaction.atomic(), connection.cursor() as cursor:
            values = {"low": low, "high": min(low + step - 1, plan.copies), "lived": plan.lived, "wanted": plan.wanted,
                      "first": plan.twins.first, "many": plan.twins.many}  # fmt: skip
            cursor.execute(_COPIED, values)
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("drop table copied, numbered")


_LIVED: Final = """
create temporary table lived as
select id, person_id, rank
  from (select id, person_id, row_number() over (order by id) - 1 as rank from dossiers_dossier) d
 where rank < %s and id = any(%s)
"""
_FILER: Final = """
create temporary table filer as
select p.id as old_person, p.account_id as old_account, p.full_name as old_name, p.personal_number as old_number,
       p.phone as old_phone, f.place - 1 as place
  from unnest(%s::bigint[]) with ordinality as f(id, place) join citizens_person p on p.id = f.id
"""
# The code of a dossier is the agency's, its day, its serial: the serials go on where the series stands.
_COPIED: Final = r"""
create temporary table copied as
select f.old_person, f.old_account, f.old_name, f.old_number, f.old_phone, k, t.id as person, t.account_id as account,
       t.full_name as name, t.personal_number as number, t.phone, t.search_key as folded, d.id as old_id, nextval(pg_get_serial_sequence('dossiers_dossier', 'id')) as new_id,
       case when d.answers_id is not null then gen_random_uuid() end as answers_id, d.answers_id as old_answers_id,
       d.code as old_code, null::text as code,
       regexp_replace(d.code, '-\d{6}-\d+$', '') as agency_code,
       to_char(to_date(substring(d.code from '-(\d{6})-\d+$'), 'YYMMDD'), 'YYYY-MM-DD') as day,
       row_number() over (partition by regexp_replace(d.code, '-\d+$', '') order by d.filed_at, k, d.id) as turn
  from lived l join dossiers_dossier d on d.id = l.id join filer f on f.old_person = d.person_id
 cross join generate_series(%(low)s::int, %(high)s::int) as k
  join citizens_person t on t.id = %(first)s + (k - 1) * %(many)s + f.place
 where k * %(lived)s + l.rank < %(wanted)s
"""
_CODES: Final = r"""
update copied c
   set code = regexp_replace(c.old_code, '\d+$', '')
              || lpad((s.last + c.turn)::text, greatest(4, length((s.last + c.turn)::text)), '0')
  from numbering_series s
 where s.kind = 'dossier' and s.agency_code = c.agency_code and s.period = c.day
"""
_CODES_TAKEN: Final = """
update numbering_series s set last = s.last + n.taken
  from (select agency_code, day, count(*) as taken from copied where old_code is not null group by 1, 2) n
 where s.kind = 'dossier' and s.agency_code = n.agency_code and s.period = n.day
"""
# Forms are numbered by the counter that issues them, from 1 each year.
_NUMBERED: Final = r"""
create temporary table numbered as
select x.id, c.new_id, 'form' || x.code as kind, c.agency_code, to_char(x.issued_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY') as year,
       row_number() over (partition by x.code, c.agency_code, to_char(x.issued_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY')
                          order by x.issued_at, c.k, x.id) as turn, null::text as number
  from copied c join dossiers_issuedform x on x.dossier_id = c.old_id
"""
_NUMBERS: Final = r"""
update numbered n
   set number = lpad((s.last + n.turn)::text, greatest(2, length((s.last + n.turn)::text)), '0')
                || regexp_replace(x.number, '^\d+', '')
  from numbering_series s, dossiers_issuedform x
 where s.kind = n.kind and s.agency_code = n.agency_code and s.period = n.year and x.id = n.id
"""
_NUMBERS_TAKEN: Final = """
update numbering_series s set last = s.last + n.taken
  from (select kind, agency_code, year, count(*) as taken from numbered group by 1, 2, 3) n
 where s.kind = n.kind and s.agency_code = n.agency_code and s.period = n.year
"""
# A move's entry: what it says of the deed stays, the salts are new, and the digests are of the twin's steps
# (services.dossiers.witness; docs/explanation/proof.md).
_RECORD: Final = """
insert into audit_entry (at, actor_kind, actor_account_id, actor_label, actor_post, agency_name, agency_path,
  on_behalf_of, action, subject_type, subject_id, purpose, reason, detail, elevated)
select e.at, e.actor_kind, case when e.actor_account_id = c.old_account then c.account else e.actor_account_id end,
       e.actor_label, e.actor_post, e.agency_name, e.agency_path, e.on_behalf_of, e.action, e.subject_type,
       c.new_id::text, e.purpose, e.reason,
       e.detail || jsonb_build_object('code', c.code, 'nonce', replace(gen_random_uuid()::text, '-', ''),
                                      'steps', w.steps, 'commits', w.commits),
       e.elevated
  from copied c
  join audit_entry e on e.subject_type = 'dossier' and e.subject_id = c.old_id::text and e.detail ? 'steps'
 cross join lateral (
       select jsonb_agg(s.kept || jsonb_build_object('salt', s.salt) order by s.place) as steps,
              jsonb_agg(encode(sha256(convert_to(
                '["namkhong-step-1","' || s.salt || '","' || c.code || '",' || st.revision || ',"' || st.move || '","'
                || st.from_state || '","' || st.to_state || '","'
                || to_char(st.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '",'
                || coalesce(st.agency_id::text, 'null') || ',"' || (s.kept ->> 'agency') || '","'
                || (s.kept ->> 'promised') || '"]', 'UTF8')), 'hex') order by s.place) as commits
         from (select q.kept, q.place, replace(gen_random_uuid()::text, '-', '') as salt
                 from jsonb_array_elements(e.detail -> 'steps') with ordinality as q (kept, place) offset 0) s
         join dossiers_step st on st.dossier_id = c.new_id and st.revision = (s.kept ->> 'revision')::int) w
 order by e.at, e.id, c.k
"""

_RENAMED: Final = (
    "replace(replace(replace(replace({}, c.old_name, c.name), c.old_number, c.number), c.old_phone, c.phone),"
    " coalesce(c.old_code, '-'), coalesce(c.code, '-'))"
)
_OF_DOSSIER: Final = "copied c join {table} x on x.dossier_id = c.old_id"
_OF_STEP: Final = (
    _OF_DOSSIER
    + " {how} join dossiers_step os on os.id = x.step_id"
    + " {how} join dossiers_step ns on ns.dossier_id = c.new_id and ns.revision = os.revision"
)


def _renamed(column: str) -> str:
    return _RENAMED.format(column)


def _hers(column: str) -> str:
    """The twin's account where the citizen's stands; officials stay who they are."""
    return f"case when x.{column} = c.old_account then c.account else x.{column} end"


@dataclass(frozen=True, slots=True)
class _Table:
    """How the rows of one table are copied: what is not named is taken over as it is."""

    name: str
    said: dict[str, str]
    source: str = _OF_DOSSIER


# In this order: a row follows those it points to. The rows of the record come last, they are read off the steps.
_TABLES: Final = (
    _Table(
        "eforms_answerset",
        {"id": "c.answers_id", "owner_account_id": _hers("owner_account_id"),
         "data": _renamed("x.data::text") + "::jsonb"},
        "copied c join {table} x on x.id = c.old_answers_id",
    ),
    _Table(
        "dossiers_dossier",
        {"id": "c.new_id", "public_id": "gen_random_uuid()", "code": "c.code", "person_id": "c.person",
         "owner_id": _hers("owner_id"), "applicant_name": "c.name", "answers_id": "c.answers_id"},
        "copied c join {table} x on x.id = c.old_id",
    ),
    _Table(
        "dossiers_searchkey",
        {"key": "c.folded || ' ' || lower(c.code)",
         "terms": "dossiers_search_terms(c.folded || ' ' || lower(c.code),"
         " array[d.receiver_agency_id, d.home_counter_id, d.decider_agency_id, d.return_agency_id])"},
        _OF_DOSSIER + " join dossiers_dossier d on d.id = c.old_id",
    ),
    _Table("dossiers_dossierfee", {}),
    _Table("dossiers_attachment", {"added_by_id": _hers("added_by_id")}),
    _Table("dossiers_submission", {"sent_by": _renamed("x.sent_by")}),
    _Table("dossiers_step", {"by_id": _hers("by_id"), "by_name": _renamed("x.by_name"), "note": _renamed("x.note")}),
    _Table("dossiers_clockevent", {"step_id": "ns.id"}, _OF_STEP.replace("{how}", "left")),
    _Table("dossiers_outsiderecord", {"step_id": "ns.id"}, _OF_STEP.replace("{how}", "")),
    _Table(
        "dossiers_issuedform",
        {"step_id": "ns.id", "number": "n.number", "file_id": "null",
         "data": _renamed("x.data::text") + "::jsonb || jsonb_build_object('number', n.number, 'signer', x.data -> 'signer')"},
        _OF_STEP.replace("{how}", "") + " join numbered n on n.id = x.id and n.new_id = c.new_id",
    ),
    _Table(
        "dossiers_draftround",
        {"answered_by_id": _hers("answered_by_id"), "fields": _renamed("x.fields::text") + "::jsonb"},
    ),
    _Table("dossiers_opinionrequest", {}),
    _Table(
        "dossiers_opinion",
        {"request_id": "nr.id"},
        "copied c join dossiers_opinionrequest r on r.dossier_id = c.old_id"
        " join dossiers_opinionrequest nr on nr.dossier_id = c.new_id and nr.agency_id = r.agency_id"
        " and nr.asked_at = r.asked_at join {table} x on x.request_id = r.id",
    ),
)  # fmt: skip


def _statements(cursor: Any) -> list[str]:
    numbers = [_CODES, _CODES_TAKEN, "create index on copied (old_id)", "analyze copied"]
    return [*numbers, _NUMBERED, _NUMBERS, _NUMBERS_TAKEN, *(_insert(cursor, table) for table in _TABLES), _RECORD]


def _insert(cursor: Any, table: _Table) -> str:
    cursor.execute(
        "select column_name, is_identity from information_schema.columns where table_name = %s order by ordinal_position",
        [table.name],
    )
    columns = [name for name, identity in cursor.fetchall() if identity == "NO" or name in table.said]
    said = {"dossier_id": "c.new_id"} | table.said
    values = ", ".join(said.get(name, f'x."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    source = table.source.format(table=table.name)
    return f"insert into {table.name} ({names}) select {values} from {source} order by c.k, c.old_id"  # noqa: S608


def _nothing_is_forgotten(cursor: Any) -> None:
    known = {table.name for table in _TABLES} | {"dossiers_latechance"}  # worked out anew by a job
    cursor.execute(
        "select k.conrelid::regclass::text, a.attname from pg_constraint k"
        " join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]"
        " where k.contype = 'f' and k.confrelid = 'dossiers_dossier'::regclass"
    )
    for name, column in cursor.fetchall():
        if name not in known:
            cursor.execute(f'select exists (select from {name} x join lived l on l.id = x."{column}")')  # noqa: S608
            if cursor.fetchone()[0]:
                raise NotCopied(name)
