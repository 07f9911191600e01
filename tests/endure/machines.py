"""Two machines in networks of their own, run by the very commands of ``docs/how-to/two-machines.md``.

A machine is a network namespace, a data folder for PostgreSQL and one for the product. A bridge joins them to each other and
to the people, who are in the network of the test; there are also the identity provider and the bucket of the files.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import boto3
import httpx
import psycopg
from moto.server import ThreadedMotoServer

from namkhong.config import embedded
from namkhong.config.demo_idp import CALLBACK, DemoProvider
from tests.journeys.product import Product

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "how-to" / "two-machines.md"
_BLOCK: Final = re.compile(r"^```sh ([a-z-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PORT: Final = 8000
_NET_ADMIN: Final = 1 << 12
_BUCKET: Final = "ho-so"


def commands() -> dict[str, str]:
    """What the page tells an administrator to type, by the name of each block."""
    return dict(_BLOCK.findall(PAGE.read_text(encoding="utf-8")))


def refusal() -> str:
    """Why no machine can be made here; empty when one can."""
    if sys.platform != "linux":
        return "cần Linux: mỗi máy là một không gian mạng riêng"
    status = Path("/proc/self/status").read_text()
    if not int(status.partition("CapEff:")[2].split()[0], 16) & _NET_ADMIN or os.geteuid() != 0:
        return "cần quyền root và CAP_NET_ADMIN: mỗi máy là một không gian mạng riêng"
    name = f"nk-try-{os.getpid()}"
    tried = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True, check=False)
    if tried.returncode:
        return f"máy này không cho tạo không gian mạng riêng: {tried.stderr.strip()}"
    subprocess.run(["ip", "netns", "delete", name], check=False)
    return ""


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


@dataclass(slots=True)
class Machine:
    """One of the two."""

    name: str  # may_a, may_b
    address: str
    other: str  # the other's address
    folder: Path
    namespace: str
    line: str  # its end of the line at the bridge
    shared: Mapping[str, str]  # what both have in their environment
    server: subprocess.Popen[bytes] | None = None
    logs: list[Path] = field(default_factory=list)

    @property
    def data(self) -> Path:
        """PostgreSQL's folder."""
        return self.folder / "pg"

    @property
    def sockets(self) -> Path:
        """Where PostgreSQL's socket and its log are."""
        return self.folder / "home" / "cong"

    @property
    def product(self) -> Product:
        """Its pages, and the database as they find it now."""
        return Product(None, _PORT, self.folder / "serve.log", self.folder / "var", self.address, self.url("namkhong"))

    def url(self, role: str, database: str = "namkhong") -> str:
        """Its own PostgreSQL, by the socket that lies in its folder."""
        return f"postgresql://{role}@/{database}?host={self.sockets}"

    def environment(self) -> dict[str, str]:
        """What its administrator has set."""
        here, there = ("A", "B") if self.name == "may_a" else ("B", "A")
        paths = [str(embedded.program("x").parent), str(Path(sys.executable).parent), os.environ.get("PATH", "")]
        return {
            "PATH": os.pathsep.join(paths),
            "PYTHONPATH": str(ROOT / "src"),
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.folder),
            f"MAY_{here}": self.address,
            f"MAY_{there}": self.other,
            "MAY_NAY": self.address,
            "MAY_KIA": self.other,
            "TEN_NAY": self.name,
            "TEN_KIA": "may_b" if self.name == "may_a" else "may_a",
            "PGDATA": str(self.data),
            "PGHOST": str(self.sockets),
            "PGUSER": "postgres",
            "NAMKHONG_VAR": str(self.folder / "var"),
            **self.shared,
        }

    def _words(self, script: str, *, as_postgres: bool) -> list[str]:
        drop = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if as_postgres else []
        return ["ip", "netns", "exec", self.namespace, *drop, "bash", "-euo", "pipefail", "-c", script]

    def type(self, block: str, *, as_postgres: bool = True, seconds: float = 300) -> str:
        """Type one block of the page here; what it said.

        :raises AssertionError: when it fails.
        """
        return self.run(commands()[block], as_postgres=as_postgres, seconds=seconds)

    def run(self, script: str, *, as_postgres: bool = True, seconds: float = 300) -> str:
        """Any command of the shell, on this machine."""
        said = self.folder / "typed.log"
        with said.open("wb") as output:  # a file: a server left running by pg_ctl would keep a pipe open
            done = subprocess.run(
                self._words(script, as_postgres=as_postgres), env=self.environment(), cwd=self.folder,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, timeout=seconds, check=False,
            )  # fmt: skip
        text = said.read_text(errors="replace")
        assert done.returncode == 0, f"{self.name}: {script}\n{text[-3000:]}\n{self.told()}"
        return text

    def serve(self) -> None:
        """Pages and worker, until the machine is lost or the test ends."""
        with (self.folder / "serve.log").open("ab") as output:
            self.server = subprocess.Popen(
                self._words(commands()["chay"], as_postgres=False), env=self.environment(), cwd=self.folder,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def healthy(self) -> bool:
        """Do the pages answer, and does a worker work?"""
        with suppress(httpx.TransportError):
            return httpx.get(f"{self.product.address}/suc-khoe", timeout=20).status_code == 200
        return False

    def wait(self, seconds: float = 400) -> None:
        """Until it is healthy.

        :raises AssertionError: when it ends or stays silent.
        """
        deadline = time.monotonic() + seconds
        while not self.healthy():
            assert self.server is not None
            assert self.server.poll() is None, f"serve ended:\n{self.told()}"
            assert time.monotonic() < deadline, f"{self.name} did not answer:\n{self.told()}"
            time.sleep(0.5)

    def ask(self, statement: str) -> Any:
        """One value from its own PostgreSQL, as the administrator."""
        with psycopg.connect(self.url("postgres", "postgres"), connect_timeout=5, autocommit=True) as connection:
            row = connection.execute(statement.encode()).fetchone()
            return row and row[0]

    def told(self) -> str:
        """The ends of its logs."""
        found = [self.folder / "serve.log", self.sockets / "may-chu.log", *(self.folder / "var" / "log").glob("*.log")]
        return "\n".join(f"--- {path}\n{path.read_text(errors='replace')[-2500:]}" for path in found if path.exists())

    def lose(self) -> None:
        """The machine is gone in one blow: nothing it would still say is heard, and nothing runs there any more."""
        _ip("link", "set", self.line, "down")
        self.end()

    def end(self) -> None:
        """kill -9 of everything that runs there."""
        for _again in range(20):
            listed = subprocess.run(
                ["ip", "netns", "pids", self.namespace], capture_output=True, text=True, check=False
            )
            pids = [int(word) for word in listed.stdout.split()]
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            if not pids:
                break
            time.sleep(0.1)
        if self.server is not None:
            self.server.wait()
            self.server = None

    def found_again(self) -> None:
        """It has power and a line; nothing was started."""
        _ip("link", "set", self.line, "up")


@dataclass(frozen=True, slots=True)
class Pair:
    """Both, and what lies between them."""

    a: Machine
    b: Machine

    def cut(self) -> None:
        """The line between them is dead; people still reach both."""
        self._isolated("on")

    def mend(self) -> None:
        """It works again."""
        self._isolated("off")

    def _isolated(self, how: str) -> None:
        for machine in (self.a, self.b):
            subprocess.run(["bridge", "link", "set", "dev", machine.line, "isolated", how], check=True)


def _machine(
    name: str, address: str, other: str, folder: Path, tag: str, bridge: str, shared: dict[str, str]
) -> Machine:
    namespace, line, inside = f"nk-{tag}-{name[-1]}", f"nk{tag}{name[-1]}", f"nk{tag}{name[-1]}i"
    _ip("netns", "add", namespace)
    _ip("link", "add", line, "type", "veth", "peer", "name", inside, "netns", namespace)
    _ip("link", "set", line, "master", bridge, "up")
    for words in (
        ["link", "set", "lo", "up"],
        ["address", "add", f"{address}/24", "dev", inside],
        ["link", "set", inside, "up"],
    ):
        _ip("-n", namespace, *words)
    place = folder / name
    (place / "var").mkdir(parents=True)
    for path in (folder, place):
        path.chmod(0o755)
    for ours in ("pg", "home"):
        (place / ours).mkdir(mode=0o700)
        shutil.chown(place / ours, "nobody", "nogroup")
    return Machine(name, address, other, place, namespace, line, shared)


@contextmanager
def two(dossiers: int) -> Iterator[Pair]:
    """Both machines as the page builds them, with so many dossiers, serving; everything is gone afterwards."""
    tag = f"{os.getpid() % 100_000}"
    net = f"10.213.{os.getpid() % 250}"
    people = f"{net}.254"
    folder = Path(tempfile.mkdtemp(prefix="nk-two-", dir="/tmp"))
    bridge, made, running = f"nk{tag}br", [], []
    bucket = None
    try:
        _ip("link", "add", bridge, "type", "bridge")
        _ip("address", "add", f"{people}/24", "dev", bridge)
        _ip("link", "set", bridge, "up")
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        bucket = ThreadedMotoServer(ip_address=people, port=0, verbose=False)
        bucket.start()
        shared = _shared(net, people, bucket.get_host_and_port()[1])
        _make_bucket(shared)
        for name, mine, other in (("may_a", 1, 2), ("may_b", 2, 1)):
            made.append(_machine(name, f"{net}.{mine}", f"{net}.{other}", folder, tag, bridge, shared))
        pair = Pair(*made)
        running.append(_provider(people, pair))
        _begin(pair, dossiers)
        yield pair
    finally:
        for machine in made:
            machine.end()
        for process in running:
            process.kill()
            process.wait()
        if bucket is not None:
            bucket.stop()
        for name in ("a", "b"):
            subprocess.run(["ip", "netns", "delete", f"nk-{tag}-{name}"], capture_output=True, check=False)
        subprocess.run(["ip", "link", "delete", bridge], capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _shared(net: str, people: str, bucket: int) -> dict[str, str]:
    """The settings that the page wants to be the same on both."""
    return {
        "SECRET_KEY": "two-machines-of-a-test",
        "SITE_URL": f"http://{net}.1:{_PORT}",
        "ALLOWED_HOSTS": f"{net}.1,{net}.2,127.0.0.1",
        "OIDC_ISSUER": f"http://{people}:9000",
        "OIDC_CLIENT_ID": DemoProvider(9000, []).client_id,
        "OIDC_CLIENT_SECRET": DemoProvider(9000, []).client_secret,
        "FILES_S3_BUCKET": _BUCKET,
        "FILES_S3_ENDPOINT": f"http://{people}:{bucket}",
        "FILES_S3_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "MAT_KHAU_CHU": "chu0nha0cua0bang",
        "MAT_KHAU": "ung0dung0thoi",
        "MAT_KHAU_SAO": "chi0de0sao0chep",
        "PYTHONUNBUFFERED": "1",
        "NAMKHONG_WORKERS": "2",
    }


def _make_bucket(shared: Mapping[str, str]) -> None:
    client = boto3.client(
        "s3", endpoint_url=shared["FILES_S3_ENDPOINT"], region_name=shared["FILES_S3_REGION"],
        aws_access_key_id="test", aws_secret_access_key="test",
    )  # fmt: skip
    client.create_bucket(Bucket=_BUCKET)


def _provider(people: str, pair: Pair) -> subprocess.Popen[bytes]:
    """The trial's identity provider, where both machines and the people reach it."""
    callbacks = [f"{machine.product.address}{CALLBACK}" for machine in (pair.a, pair.b)]
    provider = DemoProvider(port=9000, callbacks=callbacks)
    environment = provider.environment | {"HOST": people, "ISSUER": f"http://{people}:9000"}
    return subprocess.Popen(provider.command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _begin(pair: Pair, dossiers: int) -> None:
    pair.a.type("ban-chinh")
    load = commands()["chay"].replace('namkhong serve --host="$MAY_NAY"', f"namkhong demo --dossiers={dossiers}")
    pair.a.run(load, as_postgres=False, seconds=900)
    pair.b.type("ban-sao")
    pair.a.type("doi-xac-nhan")
    for machine in (pair.a, pair.b):
        machine.serve()
        machine.wait()
