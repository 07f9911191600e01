"""Loading the demo province into an empty database, once."""

from __future__ import annotations

import os
import select
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Final

from django.db import connection, connections, transaction

from namkhong.config import facts, transport
from namkhong.config.demo import multiplying, speaking, staff, twins
from namkhong.config.demo.hurrying import all_or_nothing, hurry
from namkhong.config.demo.lives import (
    COMMON,
    LATE_SHARE,
    ONLINE_SHARE,
    Citizen,
    Province,
    Story,
    at_commune,
    filing_time,
)
from namkhong.config.demo.papers import result_papers, sample_paper
from namkhong.config.demo.people import People
from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.audit import actions as audit
from namkhong.foundation.calendars import queries as calendars
from namkhong.foundation.citizens import actions as citizens
from namkhong.foundation.files import actions as files
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyCard, AgencyKind
from namkhong.kernel import clock, events, remembering
from namkhong.kernel.actor import Actor, PersonId
from namkhong.services.dossiers import actions as dossier_actions
from namkhong.services.dossiers.models import Dossier
from namkhong.services.openness import actions as board
from namkhong.services.procedures import queries as procedures

SEED: Final = 20_260_701
DAYS_BACK: Final = 152  # five months
ALL_LIVED: Final = 2_000  # up to so many, each dossier is lived through the real actions
TO_COPY: Final = 1_000  # of a bigger province so many are lived, the rest are copies of them
Part = list[tuple[Story, datetime]]
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
        hurry()
        if not _codes(clock.local_date(now)):  # the migration has just loaded them
            with transaction.atomic():
                facts.load_all(now=now)
        say(f"  dữ liệu ban đầu ({time.monotonic() - started:.0f} giây)")
        chairs = staff.chairs()
        since = now - timedelta(days=DAYS_BACK + 20)
        _side_by_side(
            [
                partial(staff.hire, People(Random(SEED + half)), chairs[half::2], actor=_ACTOR, now=since)  # noqa: S311
                for half in (0, 1)
            ]
        )
        say(f"  {len(chairs)} cán bộ ở các cơ quan ({time.monotonic() - started:.0f} giây)")
        lived = _live(random, people, dossiers if dossiers <= ALL_LIVED else TO_COPY)
        say(f"  {lived} hồ sơ đi hết đường của mình ({time.monotonic() - started:.0f} giây)")
        if dossiers > lived:
            _multiply(people, multiplying.Plan(lived, dossiers), now=now)
        with all_or_nothing():
            speaking.speak(Random(SEED), until=now)  # noqa: S311
        dossier_actions.refresh_figures(now=now)
        board.catch_up(now=now)
        audit.seal(now)
    finally:
        transport.install()
        with connection.cursor() as cursor:
            cursor.execute("set synchronous_commit = on")
    say(f"  {dossiers} hồ sơ của năm tháng qua ({time.monotonic() - started:.0f} giây)")


def _already_told(event: events.Event) -> None:
    """What happened months ago was told then."""


def _live(random: Random, people: People, wanted: int) -> int:
    """Plan every story, then live them in two processes: each has its own agencies, so numbers stay in order."""
    until = clock.now()
    with all_or_nothing():
        parts = _planned(random, people, wanted, until)
    results = result_papers(sorted({story.procedure for part in parts for story, _at in part}))
    paper = sample_paper()
    for content in {paper, *results.values()}:  # kept once before the processes part: neither waits for the other
        files.store(name="Ban chay thu.pdf", content=content, actor=_ACTOR, now=until, purpose="demo")
    _side_by_side(
        [partial(_live_part, Random(SEED + number), part, paper, results, until) for number, part in enumerate(parts)]  # noqa: S311
    )
    return sum(len(part) for part in parts)


def _multiply(people: People, plan: multiplying.Plan, *, now: datetime) -> None:
    """Copies of what was lived, until there are as many as wanted."""
    since = now - timedelta(days=DAYS_BACK + 10)
    plan = replace(plan, twins=twins.invent(people, copies=plan.copies, now=since))
    copying = [partial(multiplying.copy_dossiers, plan, part) for part in multiplying.halves()]
    _side_by_side(copying, meanwhile=partial(audit.seal, now))
    detail = {"lived": plan.lived, "wanted": plan.wanted}
    with transaction.atomic():
        audit.record(_ACTOR, "demo.multiplied", ("province", "demo"), now=now, detail=detail)


def _side_by_side(works: Sequence[Callable[[], None]], *, meanwhile: Callable[[], object] | None = None) -> None:
    """Each in a process of its own; ``meanwhile`` is done again and again beside them until they have ended.

    :raises RuntimeError: one of them failed; its fault stands on the screen.
    """
    connections.close_all()
    going, working = os.pipe()  # whose writing end closes when the works have ended
    children = [_child(work) for work in works]
    beside = _child(partial(_again, meanwhile, going, working)) if meanwhile else 0
    ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    os.close(working)
    if beside:
        ended.append(os.waitstatus_to_exitcode(os.waitpid(beside, 0)[1]))
    os.close(going)
    hurry()
    if any(ended):
        raise RuntimeError("Nạp hồ sơ chạy thử không trọn vẹn; xem lỗi ở trên.")


def _child(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        os._exit(_worked(work))
    return child


def _again(work: Callable[[], object], going: int, working: int) -> None:
    """The work, every second until the other end of the pipe is closed."""
    os.close(working)
    while not select.select([going], [], [], 1.0)[0]:
        work()


def _worked(work: Callable[[], None]) -> int:
    """The exit code of a child."""
    try:
        remembering.begin_anew()
        hurry()
        with remembering.alone():
            work()
    except BaseException:  # noqa: BLE001 - the parent must hear of it, whatever it was
        traceback.print_exc()
        return 1
    finally:
        connections.close_all()
    return 0


def _live_part(random: Random, part: Part, paper: bytes, results: dict[str, bytes], until: datetime) -> None:
    """One process's share."""
    province = Province(random, paper, results, until=until)
    for story, at in part:
        province.plan(story, at)
    province.live()


def _planned(random: Random, people: People, wanted: int, until: datetime) -> tuple[Part, Part]:
    on = clock.local_date(until)
    codes = [code for code in _codes(on) if _can_be_lived(code, on)]
    versions = {code: procedures.in_force(code, on) for code in codes}
    weights = [COMMON.get(code, 0.4) for code in codes]
    online_weights = [weight * versions[code].can_be_filed_here for code, weight in zip(codes, weights, strict=True)]
    calendar = calendars.work_calendar(now=until)
    communes = organisations.agencies(AgencyKind.COMMUNE)
    pool: list[Citizen] = []
    lived: dict[int, Part] = {}  # by commune; what departments do is lived together
    for number in range(wanted):
        if len(pool) < max(12, wanted // 8):
            pool.append(_citizen(people, random.choice(communes)))
            citizen = pool[-1]
        else:
            citizen = random.choice(pool)
        online = random.random() < ONLINE_SHARE
        code = random.choices(codes, weights=online_weights if online else weights)[0]
        story = Story(procedure=code, citizen=citizen, online=online, late=random.random() < LATE_SHARE)
        at = filing_time(random, until - timedelta(days=DAYS_BACK * (1 - (number + 0.5) / wanted)), online=online)
        while at >= until or not (online or calendar.is_working_day(clock.local_date(at))):
            at -= timedelta(days=1)
        lived.setdefault(citizen.commune.id if at_commune(versions[code]) else 0, []).append((story, at))
    return _halves(lived)


def _halves(lived: dict[int, Part]) -> tuple[Part, Part]:
    """Two parts of about the same size, what belongs together in one."""
    halves: tuple[Part, Part] = ([], [])
    for part in sorted(lived.values(), key=len, reverse=True):
        min(halves, key=len).extend(part)
    return halves


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
    now = clock.now() - timedelta(days=DAYS_BACK + 10)
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
