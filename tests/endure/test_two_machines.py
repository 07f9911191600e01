"""Two machines, one database with a replica that confirms: what was acknowledged survives the loss of either."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import httpx
import pytest

from tests.endure import judging, killing, machines
from tests.endure.hands import Filed, Person
from tests.endure.loading import Load
from tests.endure.machines import Machine, Pair
from tests.journeys.product import Product

_REFUSED = machines.refusal() if Path("/usr/sbin/ip").exists() or Path("/sbin/ip").exists() else ""
_CUT: Final = 40.0  # seconds that the line is dead
_LEFT: Final[list[httpx.Client]] = []  # of people who were sent to the other machine
_PATIENCE: Final = 30.0  # seconds after which a person asks a silent machine again
pytestmark = [
    pytest.mark.endure,
    pytest.mark.machines,
    pytest.mark.xdist_group("endure"),
    pytest.mark.skipif(bool(_REFUSED), reason=_REFUSED or "-"),
]


@pytest.fixture(autouse=True)
def _no_network() -> None:
    """Instead of the one for all tests: the two are in networks of their own, but on this machine."""


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    with machines.two(20) as both:
        yield both


@pytest.fixture(scope="module")
def loads(pair: Pair) -> Iterator[tuple[Load, Load]]:
    """People at A's pages and people at B's."""
    since = judging.last_step(pair.a.product)
    made = [Load(pair.a.product, since), Load(pair.b.product, since)]
    try:
        made[0].sign_in(citizens=2, counters=1)
        made[1].sign_in(citizens=1, counters=1)
        for person in (*made[0].citizens, *made[0].counters, *made[1].citizens, *made[1].counters):
            person.client.timeout = httpx.Timeout(_PATIENCE)
        yield made[0], made[1]
    finally:
        for load in made:
            load.close()
        for client in _LEFT:
            client.close()


@contextmanager
def _at_work(loads: tuple[Load, Load]) -> Iterator[None]:
    with ExitStack() as both:
        for load in loads:
            both.enter_context(load.running())
        yield


def _filed(loads: tuple[Load, Load]) -> list[Filed]:
    return [*loads[0].filed, *loads[1].filed]


def _grows(loads: tuple[Load, ...], by: int = 2) -> Callable[[], bool]:
    """Have so many more been acknowledged to each of them since now?"""
    before = [len(load.filed) for load in loads]
    return lambda: all(len(load.filed) >= was + by for load, was in zip(loads, before, strict=True))


def _judged(product: Product, loads: tuple[Load, Load], what: str) -> None:
    took = judging.settle(product)
    received = [*loads[0].received, *loads[1].received]
    verdict = judging.judge(product, _filed(loads), received, loads[0].since)
    answers = Counter([*loads[0].seen.statuses, *loads[1].seen.statuses])
    broken = len(loads[0].seen.broken) + len(loads[1].seen.broken)
    print(
        f"{what}: {verdict}; jobs came to rest after {took:.0f} s; answers {dict(sorted(answers.items()))}; {broken} cut off"
    )


def _confirmed(primary: Machine) -> bool:
    return bool(
        primary.ask("select count(*) from pg_stat_replication where sync_state = 'quorum' and state = 'streaming'")
    )


def _same_everywhere(primary: Machine, replica: Machine) -> bool:
    return bool(
        primary.ask("select pg_current_wal_flush_lsn()::text") == replica.ask("select pg_last_wal_replay_lsn()::text")
    )


def _waiting(primary: Machine) -> int:
    return int(primary.ask("select count(*) from pg_stat_activity where wait_event = 'SyncRep'"))


def _there(machine: Machine, filed: list[Filed]) -> None:
    """Every one of these is in this very server."""
    codes = [one.code for one in filed]
    known = judging.rows(
        machine.product, "select public_id::text, code from dossiers_dossier where code = any(%s)", codes
    )
    assert sorted(known) == sorted((one.public_id, one.code) for one in filed)


def _cut_off(pair: Pair, loads: tuple[Load, Load]) -> None:
    """The line between them is dead for a while: people still reach both."""
    a, b = pair.a, pair.b
    assert _confirmed(a)
    with _at_work(loads):
        killing.until(_grows(loads), 240)
        pair.cut()
        cut = time.monotonic()
        time.sleep(15)  # by now both machines know
        before = len(_filed(loads))
        page, slowest = 0, 0.0
        while time.monotonic() - cut < _CUT:
            began = time.monotonic()
            answer = httpx.get(f"{a.product.address}/", timeout=60)
            slowest = max(slowest, time.monotonic() - began)
            assert answer.status_code == 200, answer.status_code
            page += 1
            time.sleep(0.5)
        assert len(_filed(loads)) == before, "something was acknowledged that only one machine has"
        left = _waiting(a)
        assert left <= 30, f"{left} connections wait for the replica"
        assert "Không bản sao cơ sở dữ liệu nào xác nhận" in a.run(_doctor(), as_postgres=False)
        pair.mend()
        back = killing.until(_grows(loads), 240)
    print(
        f"n=1 line cut for {time.monotonic() - cut:.0f} s: {page} pages of A read meanwhile, slowest {slowest:.1f} s, nothing "
        f"acknowledged, {left} commits waited; work went on at both {back:.1f} s after its return"
    )
    killing.until(lambda: _confirmed(a) and _same_everywhere(a, b), 120)
    _there(b, _filed(loads))
    _judged(a.product, loads, "cut off")


def _doctor() -> str:
    return machines.commands()["chay"].replace('namkhong serve --host="$MAY_NAY"', "namkhong doctor || true")


def _alone_and_back(pair: Pair, loads: tuple[Load, Load]) -> None:
    """The operator chooses to go on without a replica, and then with it again."""
    a, b = pair.a, pair.b
    with loads[0].running():
        pair.cut()
        try:
            time.sleep(12)
            a.type("khong-doi")
            alone = killing.until(_grows((loads[0],), 3), 240)
        finally:
            pair.mend()
    killing.until(lambda: _same_everywhere(a, b), 240)
    a.type("doi-xac-nhan")
    killing.until(lambda: _confirmed(a), 60)
    with _at_work(loads):
        killing.until(_grows(loads), 240)
    print(f"n=1 alone: three more were acknowledged {alone:.1f} s after the choice; the replica caught up")
    _judged(a.product, loads, "alone and back")


def _sent_to(person: Person, machine: Machine) -> None:
    """The server in front sends her to the other machine; her cookies are the same."""
    kept = {cookie.name: cookie.value or "" for cookie in person.client.cookies.jar}
    client = httpx.Client(base_url=machine.product.address, timeout=_PATIENCE, follow_redirects=False)
    for name, value in kept.items():
        client.cookies.set(name, value, domain=machine.address)
    _LEFT.append(person.client)  # she may still wait for its answer
    person.client, person.address = client, machine.product.address


def _promoted(pair: Pair, loads: tuple[Load, Load]) -> None:
    """The primary's machine is lost in one blow."""
    a, b = pair.a, pair.b
    assert _confirmed(a)
    with _at_work(loads):
        killing.until(_grows(loads, 3), 240)
        a.lose()
        lost = time.monotonic()
        acknowledged = _filed(loads)
        for person in (*loads[0].citizens, *loads[0].counters):
            _sent_to(person, b)
        b.type("nang-len")
        promoted = time.monotonic() - lost
        _there(b, acknowledged)
        both = _grows(loads)
        own = killing.until(_grows((loads[1],)), 300)
        back = own + killing.until(both, 300)
        killing.until(b.healthy, 120)
    print(
        f"n=1 primary lost with {len(acknowledged)} acknowledged, all there; replica promoted after {promoted:.1f} s, B's people "
        f"acknowledged again {own:.1f} s after that, A's, sent to B, {back:.1f} s (each first waited for A in vain)"
    )
    _judged(b.product, loads, "promoted")


def _returned(pair: Pair, loads: tuple[Load, Load]) -> None:
    """Somebody starts it by mistake, then it is brought back as the page says."""
    a, b = pair.a, pair.b
    a.found_again()
    a.run('pg_ctl -D "$PGDATA" -l "$PGHOST/may-chu.log" -o "-k $PGHOST" -w start')
    forked: list[str] = []

    def write() -> None:
        """On a branch of the history that ends here: it only waits, whoever asks for it."""
        try:
            a.ask("create table only_here ()")
            forked.append("acknowledged")
        except Exception as error:  # noqa: BLE001 - the server is stopped under it
            forked.append(type(error).__name__)

    attempt = threading.Thread(target=write, daemon=True)
    with _at_work(loads):  # everybody works at B, whose address names A as the second
        attempt.start()
        killing.until(_grows(loads), 240)
        assert not forked, f"the old primary answered: {forked}"
        assert _waiting(a) >= 1
        b.type("giu-cho")
        a.type("quay-lai")
        b.type("doi-xac-nhan")
        killing.until(lambda: _confirmed(b), 120)
        a.serve()
        a.wait()
        for person in (*loads[0].citizens, *loads[0].counters):
            _sent_to(person, a)
        killing.until(_grows(loads), 240)
    attempt.join(30)
    assert "acknowledged" not in forked
    assert a.ask("select pg_is_in_recovery()") is True
    assert a.ask("select to_regclass('only_here') is null") is True
    killing.until(lambda: _same_everywhere(b, a), 120)
    _there(a, _filed(loads))
    print("n=1 old primary started by mistake: nothing acknowledged there; it came back as a replica that confirms")
    _judged(b.product, loads, "back as a replica")


def test_two_machines_lose_nothing_that_was_acknowledged(pair: Pair, loads: tuple[Load, Load]) -> None:
    _cut_off(pair, loads)
    _alone_and_back(pair, loads)
    _promoted(pair, loads)
    _returned(pair, loads)


def test_the_page_names_every_block_that_was_typed() -> None:
    assert set(machines.commands()) == {
        "ban-chinh", "ban-sao", "doi-xac-nhan", "chay", "khong-doi", "nang-len", "giu-cho", "quay-lai",
    }  # fmt: skip
