"""One run: the limit, then the product on the same server, then what is beside; counted before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Final

from bench import beside, inside, load, proofs
from bench.load import Request, Told
from bench.measuring import Measure, Spread
from bench.operations import Api
from bench.processes import Watched
from bench.proofs import Claim, Counts
from bench.raw import SCRIPTS, RawLimit
from bench.report import WORDS, Found
from namkhong.config import embedded
from tests.journeys.product import Product

_HOST: Final = "127.0.0.1"
_DRAIN: Final = 900.0  # seconds the worker may take for what is left when the load has ended


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    seconds: float = 10
    clients: int = 4
    rows: int = 100_000
    bulk: int = beside.BULK
    printed: int = beside.PRINTED
    communes: int = inside.COMMUNES
    readers: int = inside.READERS


def everything(product: Product, size: Size, *, say: Callable[[str], None]) -> Found:
    """Measure all there is to measure on a running copy of the product that nobody else uses."""
    if product.process is None or product.var is None:
        raise ValueError("the processes and the data folder of the copy must be known")
    cluster = embedded.cluster(product.var / "pg")
    run = _Run(product, cluster, size, say)
    run.limit()
    run.api()
    run.beside()
    run.prove()
    return run.found


class _Run:
    def __init__(self, product: Product, cluster: embedded.Cluster, size: Size, say: Callable[[str], None]) -> None:
        self.found = Found()
        self._cluster, self._size, self._say = cluster, size, say
        self._port = product.port
        self._url = cluster.url()
        self._watched = Watched(product.process.pid if product.process else 0)
        self._wrong: list[str] = []
        self._refused = 0

    def limit(self) -> None:
        """What PostgreSQL can do here."""
        self._say(f"Giới hạn của PostgreSQL, {self._size.rows} dòng…")
        with RawLimit(self._cluster, rows=self._size.rows, seconds=self._size.seconds) as limit:
            for script in SCRIPTS:
                self.found.limit[script] = limit.measure(script)
                self._said(script, self.found.limit[script])

    def api(self) -> None:
        """The operations, in the order in which a dossier lives."""
        given = {"communes": self._size.communes, "readers": self._size.readers, "applicants": inside.APPLICANTS}
        self._api = Api(_HOST, self._port, inside.ask("scene", self._url, given))
        self._before = Counts.read(self._url)
        self._say("API, mọi thứ đều bật…")
        self._warm_up()
        self._measure("submit", self._api.submit)
        self._measure("read", self._api.read)
        self._measure("look_up", self._api.look_up)
        self._measure("inbox", self._api.inbox)
        self._measure("receive", partial(self._api.move, clients=self._size.clients, what="receive"))
        self._measure("move", partial(self._api.move, clients=self._size.clients, what="forward"))
        self.found.web_memory = self._watched.web_memory()
        self.found.jobs_seconds = proofs.wait_for_jobs(self._url, _DRAIN)

    def _warm_up(self) -> None:
        """Every page process has done everything once, and at one counter there is a day's work."""
        wanted = self._size.bulk + 60
        counter = partial(self._api.submit, communes=self._api.communes[:1])
        self._keep(load.run(_HOST, self._port, self._share(counter, wanted), clients=self._size.clients, seconds=600))
        self._at_the_counter = self._api.ledger.submitted[:]  # theirs is the inbox and the batch: no move touches them
        for reading in (self._api.read, self._api.look_up, self._api.inbox):
            self._keep(load.run(_HOST, self._port, self._share(reading, 100), clients=self._size.clients, seconds=60))
        self._api.ledger.submitted.clear()

    def _share(self, requests: Callable[[int], Iterator[Request]], most: int) -> Callable[[int], Iterator[Request]]:
        """Each client sends its share of ``most`` and stops."""
        each = -(-most // self._size.clients)
        return lambda number: islice(requests(number), each)

    def _measure(self, name: str, requests: Callable[[int], Iterator[Request]]) -> None:
        before = self._watched.usage()
        told = load.run(_HOST, self._port, requests, clients=self._size.clients, seconds=self._size.seconds)
        cost = self._watched.usage().since(before, told.done)
        self._keep(told)
        measure = Measure(told.done / told.seconds, Spread.of(told.milliseconds), cost, refused=told.refused)
        self.found.operations[name] = measure
        self._said(name, measure)

    def _keep(self, told: Told) -> None:
        self._wrong += told.wrong
        self._refused += told.refused

    def beside(self) -> None:
        """Printing, one deed on many, and the statements of each request."""
        started = inside.ask("bulk", self._url, {"most": self._size.bulk})
        seconds, moved = beside.seconds_of_bulk(self._url, beside.Started(**started))
        self.found.bulk_seconds, self.found.bulk_dossiers = seconds, moved
        self._say(f"  làm hàng loạt {moved} hồ sơ: {seconds:.1f} giây")
        proofs.wait_for_jobs(self._url, _DRAIN)
        self._after = Counts.read(self._url)
        self.found.form_pdf = Spread(**inside.ask("pdf", self._url, {"times": self._size.printed}))
        counted: Mapping[str, Any] = inside.ask("statements", self._url, self._api.parts(self._at_the_counter))
        names = {"forward": "move"}
        for asked, statements in counted.items():
            name = names.get(asked, asked)
            self.found.operations[name] = self.found.operations[name].with_sql(len(statements))

    def prove(self) -> None:
        """Hold what was told against what is there."""
        grown, ledger = self._after.since(self._before), self._api.ledger
        acknowledged = len(ledger.submitted) + len(self._at_the_counter)
        codes = {one.code for one in [*ledger.submitted, *self._at_the_counter]}
        moves = ledger.moved + self.found.bulk_dossiers
        self.found.claims = [
            Claim("hồ sơ báo đã nhận có trong dữ liệu, mỗi hồ sơ một lần", acknowledged, grown["dossiers"]),
            Claim("mỗi hồ sơ một mã riêng", acknowledged, len(codes)),
            Claim("lần nộp có trong nhật ký", acknowledged, grown["filed"]),
            Claim("bước có trong nhật ký", acknowledged + moves, grown["recorded"]),
            Claim("việc nền đã báo cho người nộp", acknowledged, grown["told"], at_least=True),
            Claim("việc nền thất bại", 0, grown["failed"]),
            Claim("yêu cầu sai bị từ chối", 1, self._refused, at_least=True),
            Claim("cùng một khóa gửi lại không nộp hai lần", 1, ledger.replayed, at_least=True),
            Claim(f"câu trả lời không như mong đợi {self._wrong[:3] or ''}".rstrip(), 0, len(self._wrong)),
        ]

    def _said(self, name: str, measure: Measure) -> None:
        self._say(f"  {WORDS[name]}: {measure.rate:.0f}/giây, p95 {measure.spread.p95:.1f} ms")
