"""The processes that make up a running Năm Không, each as the supervisor needs to know it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from namkhong.config import env
from namkhong.config.database import Database
from namkhong.config.demo_axis import DemoAxis
from namkhong.config.demo_idp import CALLBACK, DemoProvider
from namkhong.config.embedded import Cluster
from namkhong.config.supervisor import Child

_LOG_LIMIT: Final = 5_000_000
_THREADS: Final = 4
BACKLOG: Final = 1024  # connections that may wait to be taken
PAGES: Final = "Tiến trình trang"
WORKER: Final = "Tiến trình việc nền"
POSTGRES: Final = "Cơ sở dữ liệu"
PROVIDER: Final = "VNeID thử nghiệm"
AXIS: Final = "Trục liên thông thử nghiệm"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the operator asked for."""

    host: str
    port: int
    demo: bool
    var: Path

    @property
    def address(self) -> str:
        """Where people find the pages."""
        return env.text("SITE_URL") or f"http://{self.host}:{self.port}"

    @property
    def provider_port(self) -> int:
        """The demo's identity provider stands next door."""
        return self.port + 1

    @property
    def provider(self) -> DemoProvider:
        """The demo's identity provider, which may send people back to this machine by either name."""
        origins = dict.fromkeys((self.address, f"http://127.0.0.1:{self.port}", f"http://localhost:{self.port}"))
        return DemoProvider(port=self.provider_port, callbacks=[f"{origin}{CALLBACK}" for origin in origins])

    @property
    def axis(self) -> DemoAxis:
        """The demo's axis of documents stands behind it."""
        return DemoAxis(port=self.port + 2, folder=self.var / "axis")

    def log(self, name: str) -> Path | None:
        """Where a child writes: a file for the trial, the parent's own output (a journal) for real."""
        return fresh_log(self.var / "log" / f"{name}.log") if self.demo else None

    def environment(self, database: Database) -> dict[str, str]:
        """What every process of ours reads."""
        ours = {
            "PORT": str(self.port),
            "SITE_URL": self.address,
            "NAMKHONG_VAR": str(self.var),
            "DATABASE_URL": database.url,
            "PYTHONUNBUFFERED": "1",
        }
        if self.demo:
            ours |= self.provider.client_environment | self.axis.client_environment
        return {**os.environ, **ours}


def fresh_log(path: Path) -> Path:
    """A log file ready to be appended to; a long one is put aside first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > _LOG_LIMIT:
        path.replace(path.with_suffix(".1.log"))
    return path


def postgres(plan: Plan, cluster: Cluster) -> Child:
    """The embedded database; it stops last, and fast (SIGINT: no waiting for clients)."""
    return Child(
        name=POSTGRES,
        command=cluster.command(),
        environment={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
        log=fresh_log(plan.var / "log" / "postgresql.log"),
        stop_signal=signal.SIGINT,
        stop_seconds=4,
        wave=2,
    )


def _figures(plan: Plan, *, empty: bool) -> Path:
    """Where the page processes count their requests together (``config.metering``); a new start counts from nothing."""
    folder = plan.var / "run" / "figures"
    if empty:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def listener(plan: Plan) -> socket.socket:
    """The port of the pages, taken; it does not listen yet. The parent keeps it open for as long as it lives."""
    taken = socket.socket(socket.AF_INET6 if ":" in plan.host else socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Inherited by what is accepted: head and body go out apart, and the body would wait 40 ms for the head's receipt.
    taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    taken.bind((plan.host, plan.port))
    taken.settimeout(0)
    return taken


def page_workers() -> int:
    """How many page processes serve at a time."""
    return max(1, env.number("NAMKHONG_WORKERS", 2))


def pages(plan: Plan, environment: Mapping[str, str], listening: socket.socket, *, again: bool = False) -> Child:
    """The page processes. granian keeps its workers alive; we keep granian alive. ``again``: others serve already."""
    options = [f"--fd={listening.fileno()}", f"--host={plan.host}", f"--port={plan.port}"]
    options += [f"--workers={page_workers()}", f"--threads={_THREADS}"]
    return Child(
        name=PAGES,
        command=[sys.executable, "-m", "namkhong.config.granian_pages", *options],
        environment={
            **environment,
            "DJANGO_SETTINGS_MODULE": "namkhong.config.settings",
            "NAMKHONG_POOL": str(_THREADS + 1),
            "NAMKHONG_SERVER_BINDING": "1",
            "MALLOC_ARENA_MAX": "2",  # a heap for each thread would be kept for ever after one large answer
            "PROMETHEUS_MULTIPROC_DIR": str(_figures(plan, empty=not again)),
        },
        log=plan.log("trang"),
        wave=0,
        pass_fds=(listening.fileno(),),
    )


def worker(plan: Plan, environment: Mapping[str, str]) -> Child:
    """The process of jobs."""
    return Child(
        name=WORKER,
        command=[sys.executable, "-m", "namkhong", "worker"],
        environment=environment,
        log=plan.log("viec-nen"),
        death_signal=signal.SIGKILL,  # a job under way may not listen; another worker takes it up again
        wave=0,
    )


def provider(plan: Plan) -> Child:
    """The demo's identity provider."""
    return Child(
        name=PROVIDER,
        command=plan.provider.command,
        environment=plan.provider.environment,
        log=plan.log("vneid-thu-nghiem"),
        death_signal=signal.SIGKILL,
        stop_seconds=2,
        wave=0,
    )


def axis(plan: Plan) -> Child:
    """The demo's axis of documents."""
    words = [f"--port={plan.axis.port}", f"--folder={plan.axis.folder}"]
    return Child(
        name=AXIS,
        command=[sys.executable, "-m", "namkhong", "axis", *words],
        environment={**os.environ, "PYTHONUNBUFFERED": "1"},
        log=plan.log("truc-thu-nghiem"),
        death_signal=signal.SIGKILL,
        stop_seconds=2,
        wave=0,
    )
