"""Loading the demo province into an empty database, once."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Final

from django.db import connection, transaction

from namkhong.config import facts, transport
from namkhong.config.demo import staff
from namkhong.config.demo.lives import COMMON, LATE_SHARE, ONLINE_SHARE, Citizen, Province, Story, filing_time
from namkhong.config.demo.papers import result_papers, sample_paper
from namkhong.config.demo.people import People
from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.audit import actions as audit
from namkhong.foundation.citizens import actions as citizens
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyCard, AgencyKind
from namkhong.kernel import clock, events, worktime
from namkhong.kernel.actor import Actor, PersonId
from namkhong.services.dossiers import actions as dossier_actions
from namkhong.services.dossiers.models import Dossier
from namkhong.services.procedures import queries as procedures

SEED: Final = 20_260_701
MONTHS_BACK: Final = 152  # days: five months
_ACTOR: Final = Actor.system("Nạp dữ liệu chạy thử")


def loaded() -> bool:
    """Has this database a province with people already?"""
    return Dossier.objects.exists() or bool(organisations.officials_inside("/", clock.local_date(clock.now())))


def load(*, dossiers: int = 2_000, say: Callable[[str], None] = print) -> None:
    """Facts, staff, citizens and dossiers. Nobody is notified of what happened months ago."""
    started = time.monotonic()
    random = Random(SEED)  # noqa: S311 - the same province each time
    now = clock.now()
    people = People(random)
    events.install_transport(_already_told)
    try:
        with connection.cursor() as cursor:
            cursor.execute("set synchronous_commit = off")
        with transaction.atomic():
            facts.load_all(now=now)
        say(f"  dữ liệu ban đầu ({time.monotonic() - started:.0f} giây)")
        with transaction.atomic():
            hired = staff.hire_everybody(people, actor=_ACTOR, now=now - timedelta(days=MONTHS_BACK + 20))
        say(f"  {hired} cán bộ ở các cơ quan ({time.monotonic() - started:.0f} giây)")
        province = _live(random, people, dossiers)
        dossier_actions.refresh_figures(now=now)
        audit.seal(now)
    finally:
        transport.install()
        with connection.cursor() as cursor:
            cursor.execute("set synchronous_commit = on")
    say(f"  {province.filed} hồ sơ của năm tháng qua ({time.monotonic() - started:.0f} giây)")


def _already_told(event: events.Event) -> None:
    """What happened months ago was told then."""


def _live(random: Random, people: People, wanted: int) -> Province:
    until = clock.now()
    on = clock.local_date(until)
    codes = [code for code in _codes(on) if _can_be_lived(code, on)]
    province = Province(random, sample_paper(), result_papers(codes), until=until)
    communes = organisations.agencies(AgencyKind.COMMUNE)
    pool: list[Citizen] = []
    weights = [COMMON.get(code, 0.4) for code in codes]
    here = {code for code in codes if procedures.in_force(code, on).can_be_filed_here}
    for number in range(wanted):
        if len(pool) < max(20, wanted * 2 // 5):
            pool.append(_citizen(people, random.choice(communes)))
            citizen = pool[-1]
        else:
            citizen = random.choice(pool)
        online = random.random() < ONLINE_SHARE
        code = random.choices(codes, weights=weights)[0]
        online = online and code in here
        story = Story(procedure=code, citizen=citizen, online=online, late=random.random() < LATE_SHARE)
        day = until - timedelta(days=MONTHS_BACK * (1 - (number + 0.5) / wanted))
        at = filing_time(random, day, online=online)
        if not online and not province.calendar.is_working_day(clock.local_date(at)):
            at = worktime.next_opening(province.calendar, at)
        province.plan(story, at)
    with transaction.atomic():
        province.live()
    return province


def _codes(on: date) -> list[str]:
    """Every procedure in force."""
    codes: list[str] = []
    cursor = ""
    while True:
        page = procedures.listed(on, cursor=cursor)
        codes += [hit.code for hit in page.items]
        if not page.next:
            return codes
        cursor = page.next


def _can_be_lived(code: str, on: date) -> bool:
    """Somebody decides on it, and its time limit is known."""
    version = procedures.in_force(code, on)
    return bool(version.process_key and procedures.offered_by(version.procedure_id, on))


def _citizen(people: People, commune: AgencyCard) -> Citizen:
    invented = people.person()
    now = clock.now() - timedelta(days=MONTHS_BACK + 10)
    account = accounts.recognise_citizen(
        subject=f"demo:{invented.personal_number}", display_name=invented.full_name, now=now
    )
    person = citizens.recognise(
        account_id=account,
        personal_number=invented.personal_number,
        full_name=invented.full_name,
        date_of_birth=invented.date_of_birth,
        gender=invented.gender,
        address=f"{commune.short_name}, tỉnh Điện Biên",
        phone=invented.phone,
        assurance=2,
        now=now,
    )
    return Citizen(invented, account, PersonId(person), commune)
