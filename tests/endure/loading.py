"""Load by people at work: citizens file, counters receive, until told to stop; what was acknowledged is kept."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import Final

from tests.endure import judging
from tests.endure.hands import PATIENCE, Filed, GivenUp, Person, Seen
from tests.endure.programs import Program, Sent
from tests.journeys.product import Product

CITIZENS: Final = ("Lò Thị Lan", "Quàng Văn Tưởng", "Giàng A Dơ")
COUNTERS: Final = ("motcua.muongphang", "motcua2.muongphang")


@dataclass(slots=True)
class Load:
    """The people of one product, signed in, and what the product acknowledged to them."""

    product: Product
    since: int  # the last step before they came
    seen: Seen = field(default_factory=Seen)
    filed: list[Filed] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    citizens: list[Person] = field(default_factory=list)
    counters: list[Person] = field(default_factory=list)
    programs: list[Program] = field(default_factory=list)
    submitted: list[Sent] = field(default_factory=list)  # by programs, acknowledged
    waiting: Queue[str] = field(default_factory=Queue)
    receive_share: float = 0.5
    rest: float = 0  # after each deed, as a share of the time it took: 3/7 makes 70 % of all they can do

    def sign_in(self, *, citizens: int = len(CITIZENS), counters: int = len(COUNTERS), programs: int = 0) -> None:
        """Everybody, once; each citizen files her first dossier page by page. A program sends what they have answered."""
        for name in CITIZENS[:citizens]:
            person = Person(self.product.address, self.seen)
            self.citizens.append(person)
            person.sign_in_citizen(name)
            self.acknowledge(person.learn())
        for username in COUNTERS[:counters]:
            official = Person(self.product.address, self.seen)
            self.counters.append(official)
            official.sign_in_official(username)
        for _number in range(programs):
            self.programs.append(Program(self.product.address, judging.url(self.product), self.seen))

    def acknowledge(self, filed: Filed) -> None:
        """The product said so."""
        self.filed.append(filed)
        if random.random() < self.receive_share:
            self.waiting.put(filed.code)

    def close(self) -> None:
        """Everybody goes home."""
        for person in (*self.citizens, *self.counters):
            person.close()
        for program in self.programs:
            program.close()

    def file_many(self, number: int) -> list[str]:
        """So many dossiers more that no counter takes; their codes."""
        share, self.receive_share = self.receive_share, 0.0
        before = len(self.filed)
        with self.running(until=before + number, receiving=False):
            pass
        self.receive_share = share
        return [one.code for one in self.filed[before:]]

    @contextmanager
    def running(self, *, until: int | None = None, receiving: bool = True) -> Iterator[None]:
        """Everybody works while the block lasts, or until so many are filed; then what was begun is finished.

        :raises AssertionError: when anybody met what nobody may meet, with the last words of the product.
        """
        complained, faulty = len(self.complaints), len(self.seen.faults)  # what an earlier test met is told there
        for person in (*self.citizens, *self.counters):
            person.stay()
        stop = threading.Event()
        busy = [threading.Thread(target=self._citizen, args=(one, stop, until), daemon=True) for one in self.citizens]
        if receiving:
            busy += [threading.Thread(target=self._counter, args=(one, stop), daemon=True) for one in self.counters]
            busy += [threading.Thread(target=self._program, args=(one, stop), daemon=True) for one in self.programs]
        for thread in busy:
            thread.start()
        try:
            yield
            while until is not None and len(self.filed) < until and any(thread.is_alive() for thread in busy):
                time.sleep(0.1)
        finally:  # a block that waited in vain did so because of them: they come first
            stop.set()
            deadline = time.monotonic() + 2 * PATIENCE
            for thread in busy:
                thread.join(max(0.0, deadline - time.monotonic()))
            waiting = sum(thread.is_alive() for thread in busy)
            met = [*self.complaints[complained:][:5], *self.seen.faults[faulty:][:10]]
            assert not met, f"{met}\n{judging.last_words(self.product)}"
            assert not waiting, f"{waiting} still wait for an answer\n{judging.last_words(self.product)}"

    def _citizen(self, person: Person, stop: threading.Event, until: int | None) -> None:
        while not stop.is_set() and (until is None or len(self.filed) < until):
            began = time.monotonic()
            try:
                self.acknowledge(person.file())
            except (AssertionError, GivenUp) as error:
                self.complaints.append(f"filing: {error!r}")
                return
            stop.wait((time.monotonic() - began) * self.rest)

    def _counter(self, official: Person, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                code = self.waiting.get(timeout=0.3)
            except Empty:
                continue
            began = time.monotonic()
            try:
                if official.receive(code):
                    self.received.append(code)
            except (AssertionError, GivenUp) as error:
                self.complaints.append(f"receiving {code}: {error!r}")
                return
            stop.wait((time.monotonic() - began) * self.rest)

    def _program(self, program: Program, stop: threading.Event) -> None:
        while not stop.is_set():
            began = time.monotonic()
            try:
                self.submitted.append(program.submit())
            except (AssertionError, GivenUp) as error:
                self.complaints.append(f"submitting: {error!r}")
                return
            stop.wait((time.monotonic() - began) * self.rest)
