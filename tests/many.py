"""A province with very many dossiers, filled by SQL around the cast: for plans and growth, not for meaning.

The cast's dossiers are the patterns. Copies stand in every commune, belong to invented people and lie in the past, each
with its search key, steps and clock. What is open stays the same however many have ended, as in a real province: so only
the history grows. Lan's commune is the busy one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, models

from namkhong.foundation.citizens.models import Person
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyKind
from namkhong.kernel import text
from namkhong.services.dossiers.models import ClockEvent, Dossier, Step
from tests.cast import World

OPEN: Final = ("filed", "filed", "received", "received", "appraised", "asked", "decided", "refused")
ENDED: Final = (*["handed_over"] * 9, "not_received")
STILL_OPEN: Final = 3_000  # of them four in ten in Lan's commune
STEPS: Final = 16  # room for the revisions of one dossier
A_TIME: Final = 100_000  # dossiers in one statement
TABLES: Final = ("citizens_person", "dossiers_dossier", "dossiers_searchkey", "dossiers_step", "dossiers_clockevent")
_FAMILIES: Final = ("Lò", "Quàng", "Cà", "Tòng", "Lường", "Vì", "Giàng", "Sùng", "Vàng", "Mùa", "Vũ", "Trần", "Phạm")
_MIDDLES: Final = ("Thị", "Văn", "A", "Thị Thu", "Minh", "Thị Ngọc", "Đức")
_GIVEN: Final = ("Pánh", "Mai", "Xuân", "Hạnh", "Thoa", "Ánh", "Dung", "Hương", "Liên", "Yên", "Chía", "Mỷ", "Dợ", "Súa",
                 "Ly", "Dua", "Mái", "Chù", "Pà", "Sua", "Nu", "Hặc", "Tưởng", "Inh", "Hải", "Thắng", "Dũng", "Biên")  # fmt: skip
_NAMES: Final = {"families": _FAMILIES, "middles": _MIDDLES, "given": _GIVEN}
_MOMENTS: Final = {
    field.column
    for model in (Dossier, Step, ClockEvent)
    for field in model._meta.concrete_fields
    if isinstance(field, models.DateTimeField)
}


@dataclass
class Many:
    """What was filled so far, and which ids it has."""

    world: World
    days: int = 365  # over how many days the ended ones lie back
    count: int = 0
    first_dossier: int = 0
    first_person: int = 0
    people: int = 0

    def __post_init__(self) -> None:
        self._here = {
            "commune": self.world.province.commune_id,
            "centre": self.world.province.centre_id,
            "office": self.world.province.office_id,
        }
        self._places()
        with connection.cursor() as cursor:
            cursor.execute("select coalesce(max(id), 0) + 1 from dossiers_dossier")
            self.first_dossier = cursor.fetchone()[0]
            cursor.execute("select coalesce(max(id), 0) + 1 from citizens_person")
            self.first_person = cursor.fetchone()[0]
            cursor.execute("select coalesce(max(id), 0) + 1 from dossiers_step")
            self._first_step = cursor.fetchone()[0]

    def _places(self) -> None:
        """Every commune with its counter and its office; Lan's is the first."""
        own = self.world.province.commune_id
        cards = sorted(organisations.agencies(AgencyKind.COMMUNE), key=lambda card: (card.id != own, card.id))
        rows = [
            (card.id, *(organisations.unit_of(card.id, kind).id for kind in ("centre", "office")), card.code)
            for card in cards
        ]
        communes, centres, offices, codes = zip(*rows, strict=True)
        self.communes = len(rows)
        with connection.cursor() as cursor:
            cursor.execute("drop table if exists many_place, many_pattern")
            cursor.execute(
                "create temporary table many_place as select * from unnest(%s::bigint[], %s::bigint[], %s::bigint[],"
                " %s::text[]) with ordinality as p(commune, centre, office, code, place)",
                [list(communes), list(centres), list(offices), list(codes)],
            )
            opened, ended = ([self.world.ids[key] for key in keys] for keys in (OPEN, ENDED))
            cursor.execute(
                "create temporary table many_pattern as select id, place, place <= %s as open from"
                " unnest(%s::bigint[]) with ordinality as p(id, place)",
                [len(opened), [*opened, *ended]],
            )

    def grow(self, wanted: int) -> None:
        """So many dossiers in all, in transactions of a hundred thousand unless the caller has one."""
        while self.count < wanted:
            more = min(A_TIME, wanted - self.count)
            self._people(self.count + more)
            self._dossiers(self.count, more)
            self.count += more
        with connection.cursor() as cursor:
            for table in ("citizens_person", "dossiers_dossier", "dossiers_step"):  # whose ids we chose
                cursor.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id)) from {table}")  # noqa: S608
            cursor.execute("analyze " + ", ".join(TABLES))

    def _people(self, dossiers: int) -> None:
        """One in eight has filed more than once."""
        wanted = max(200, dossiers // 2)
        with connection.cursor() as cursor:
            cursor.execute(_PEOPLE, {
                "first": self.first_person, "low": self.people, "high": wanted - 1, "pattern": self.world.actors["lan"].person_id,
                **{name: list(words) for name, words in _NAMES.items()},
                **{f"{name}_folded": [text.fold(word) for word in words] for name, words in _NAMES.items()},
            })  # fmt: skip
        self.people = max(wanted, self.people)

    def _dossiers(self, low: int, more: int) -> None:
        asked: dict[str, Any] = {
            "low": low, "high": low + more - 1, "open": STILL_OPEN, "places": self.communes, "opened": len(OPEN),
            "ended": len(ENDED), "dossier": self.first_dossier, "person": self.first_person, "people": self.people,
            "minutes": self.days * 1440, "steps": STEPS, "step": self._first_step, **self._here,
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("drop table if exists many_new")
            cursor.execute(_NEW, asked)
            cursor.execute("analyze many_new")
            # Each foreign key is the pattern's own or a place, a person, a step made above: asking row by row whether it is
            # there would take longer than everything else together.
            cursor.execute("set session_replication_role = replica")
            for statement in _statements():
                cursor.execute(statement, asked)
            cursor.execute("set session_replication_role = origin")

    def codes(self, how_many: int) -> list[str]:
        """Codes of ended dossiers of Lan's commune, spread over the years."""
        with connection.cursor() as cursor:
            cursor.execute(
                "select code from dossiers_dossier where return_agency_id = %s and state = 'handed_over' and id >= %s"
                " order by md5(id::text) limit %s",
                [self._here["centre"], self.first_dossier, how_many],
            )
            return [row[0] for row in cursor.fetchall()]

    def names(self, how_many: int) -> list[str]:
        """Full names, and given names alone, of people who filed at Lan's commune."""
        with connection.cursor() as cursor:
            cursor.execute(
                "select applicant_name from dossiers_dossier where return_agency_id = %s and id >= %s"
                " order by md5(id::text) limit %s",
                [self._here["centre"], self.first_dossier, how_many],
            )
            return [row[0] for row in cursor.fetchall()]


_PERSON: Final = {
    "id": "%(first)s + n",
    "personal_number": "'9' || lpad(n::text, 11, '0')",
    "full_name": "named.said",
    "search_key": "named.folded",
    "given_key": "named.folded",
    "account_id": "null",
}
_PEOPLE: Final = """
insert into citizens_person ({columns}) select {values}
  from generate_series(%(low)s::bigint, %(high)s::bigint) n join citizens_person p on p.id = %(pattern)s
 cross join lateral (select {said} as said, {folded} as folded) named
""".format(  # noqa: S608 - our own columns
    columns=", ".join(str(field.column) for field in Person._meta.concrete_fields),
    values=", ".join(_PERSON.get(str(field.column), f"p.{field.column}") for field in Person._meta.concrete_fields),
    **{
        name: " || ' ' || ".join(
            f"(%({part}{end})s::text[])[1 + (n / {every}) %% {len(_NAMES[part])}]"
            for part, every in (("families", 1), ("middles", 13), ("given", 91))
        )
        for name, end in (("said", ""), ("folded", "_folded"))
    },
)
# Commune by turns, but four in ten of what is open is Lan's commune's; the younger the id the younger the dossier.
_NEW: Final = """
create temporary table many_new as
select n, %(dossier)s + n as id, %(step)s + n * %(steps)s as step, pt.id as pattern, pl.commune, pl.centre, pl.office,
       pl.code || '-' || to_char(d.created_at - back.ago, 'YYMMDD') || '-' || lpad(n::text, 8, '0') as code,
       back.ago, pe.id as person, pe.full_name, pe.search_key
  from generate_series(%(low)s::bigint, %(high)s::bigint) n
  join many_pattern pt on pt.place = case when n < %(open)s then 1 + n %% %(opened)s
                                          else %(opened)s + 1 + n %% %(ended)s end
  join many_place pl on pl.place = case when n < %(open)s and n %% 10 < 4 then 1 else 1 + (n / 7) %% %(places)s end
  join citizens_person pe on pe.id = %(person)s + (n * 7919) %% %(people)s
  join dossiers_dossier d on d.id = pt.id
 cross join lateral (select case when n < %(open)s then n * interval '2 minutes'
                                 else interval '8 days' + ((n * 7919) %% %(minutes)s) * interval '1 minute' end as ago) back
"""
_HERE: Final = (
    "case x.{0} when %(commune)s then c.commune when %(centre)s then c.centre"
    " when %(office)s then c.office else x.{0} end"
)
_AGENCIES: Final = ("receiver_agency_id", "home_counter_id", "decider_agency_id", "unit_agency_id", "return_agency_id",
                    "holder_agency_id")  # fmt: skip
_DOSSIER: Final = {
    "id": "c.id",
    "public_id": "gen_random_uuid()",
    "code": "c.code",
    "person_id": "c.person",
    "owner_id": "null",
    "applicant_name": "c.full_name",
    **{name: _HERE.format(name) for name in _AGENCIES},
}
_STEP: Final = {"id": "c.step + x.revision", "dossier_id": "c.id", "agency_id": _HERE.format("agency_id")}
_CLOCK: Final = {"dossier_id": "c.id", "step_id": "c.step + os.revision"}


def _statements() -> Iterator[str]:
    yield _insert(Dossier, _DOSSIER, "join dossiers_dossier x on x.id = c.pattern")
    yield (
        "insert into dossiers_searchkey (dossier_id, key, terms) select c.id, k.key,"
        " dossiers_search_terms(k.key, array[c.centre, c.commune]) from many_new c"
        " cross join lateral (select c.search_key || ' ' || lower(c.code) as key) k order by c.n"
    )
    yield _insert(Step, _STEP, "join dossiers_step x on x.dossier_id = c.pattern")
    joined = "join dossiers_clockevent x on x.dossier_id = c.pattern join dossiers_step os on os.id = x.step_id"
    yield _insert(ClockEvent, _CLOCK, joined)


def _insert(model: type[models.Model], other: dict[str, str], join: str) -> str:
    columns = [str(field.column) for field in model._meta.concrete_fields]
    columns = [name for name in columns if name != "id" or "id" in other]
    said = [other.get(name, f'x."{name}" - c.ago' if name in _MOMENTS else f'x."{name}"') for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    return f"insert into {model._meta.db_table} ({names}) select {', '.join(said)} from many_new c {join} order by c.n"  # noqa: S608
