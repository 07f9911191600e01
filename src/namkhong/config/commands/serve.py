"""``namkhong serve``: everything under one parent, started in order, kept alive, stopped in order."""

from __future__ import annotations

import argparse
import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

import psycopg

from namkhong.config import database, embedded, env, installing, instance, parts, prepared, processes, renewing
from namkhong.config.cli import Refused
from namkhong.config.commands import demo, demo_accounts
from namkhong.config.succession import Succession
from namkhong.config.supervisor import Stopped

_PATIENCE = 300  # seconds: a machine with a lot else to do starts slowly; what dies again and again is noticed at once


def arguments(parser: argparse.ArgumentParser) -> None:
    """What an operator may choose."""
    parser.add_argument("--demo", action="store_true", help="tỉnh chạy thử: dữ liệu không có thật, VNeID thử nghiệm")
    parser.add_argument("--dossiers", type=int, default=demo.DOSSIERS, metavar="SỐ", help="số hồ sơ của tỉnh chạy thử")
    parser.add_argument("--port", type=int, metavar="CỔNG", help="cổng của trang (mặc định: PORT, hoặc 8000)")
    parser.add_argument("--host", default="127.0.0.1", metavar="ĐỊA_CHỈ", help="nơi mở cổng (mặc định 127.0.0.1)")


def say(sentence: str = "") -> None:
    """A line for the operator, at once; a full disk that takes no line stops nothing."""
    with suppress(OSError):
        print(sentence, flush=True)


def run(options: argparse.Namespace) -> int:
    """Serve until somebody says stop."""
    port = options.port or env.number("PORT", 8000)
    plan = processes.Plan(host=options.host, port=port, demo=options.demo, var=database.var())
    _refuse_early(plan)
    given = database.given(migrates=True)
    try:
        lock = instance.claim(plan.var, plan.address)
    except OSError as error:
        raise Refused(
            f"Không ghi được vào {plan.var} ({error.strerror}). Xin chọn thư mục khác bằng NAMKHONG_VAR."
        ) from error
    if lock is None:
        raise Refused(instance.holder(plan.var), 2)
    # Where a terminal is, a hang-up means that it was closed; where none is, somebody asks for the new version.
    hangup_renews = not sys.stdin.isatty()
    with lock, processes.listener(plan) as listening, Succession(say, hangup_renews=hangup_renews) as supervisor:
        serving = Serving(plan, supervisor, options.dossiers, listening)
        try:
            renewal = serving.start(given)
            supervisor.serve(renewal.run)
        except Stopped:
            pass
        say("\nĐang dừng…")
        listening.close()
        supervisor.stop()
        serving.release()
        say("Đã dừng.")
    return 0


def _refuse_early(plan: processes.Plan) -> None:
    """What can be known before anything is made."""
    if plan.demo and env.flag("NAMKHONG_PRODUCTION", default=False):
        raise Refused("Đây là hệ thống chạy thật (NAMKHONG_PRODUCTION): không chạy với --demo.", 2)
    if holder := instance.holder(plan.var):
        raise Refused(holder, 2)
    wanted = [(plan.host, plan.port, "trang")]
    if plan.demo:
        wanted.append(("127.0.0.1", plan.provider_port, "VNeID thử nghiệm"))
        wanted.append(("127.0.0.1", plan.axis.port, "trục liên thông thử nghiệm"))
    for host, port, what in wanted:
        if problem := instance.port_problem(host, port, what):
            raise Refused(problem, 2)


class Serving:
    """The start, step by step."""

    def __init__(self, plan: processes.Plan, supervisor: Succession, dossiers: int, listening: socket.socket) -> None:
        self.plan = plan
        self.supervisor = supervisor
        self.dossiers = dossiers
        self.listening = listening
        self.began = time.monotonic()
        self._cluster_lock: IO[str] | None = None  # held for as long as we run the cluster

    def start(self, given: database.Database | None) -> renewing.Renewal:
        """Database, tables, demo province, processes; then say where everything is. How all that is renewed."""
        found = given or self._embedded()
        self._static_files()
        environment = self.plan.environment(found) | parts.environment()
        if not prepared.is_current(found, self.plan.var):
            self._command(environment | {"DATABASE_OWNER_URL": found.owner_url}, "migrate", "--quiet")
            prepared.mark(found, self.plan.var)
        if self.plan.demo:
            self._demo(found, environment)
            self.supervisor.start(processes.provider(self.plan))
            self.supervisor.start(processes.axis(self.plan))
        self.supervisor.start(processes.worker(self.plan, environment))
        self.listening.listen(processes.BACKLOG)
        self.supervisor.start(processes.pages(self.plan, environment, self.listening))
        listing = self._listing(environment) if self.plan.demo else None  # while the pages come up
        self._wait_for_pages()
        self._welcome(_accounts(listing), environment)
        return renewing.Renewal(self.plan, self.supervisor, environment, self.listening, found.owner_url)

    def _static_files(self) -> None:
        if not env.flag("NAMKHONG_MANIFEST", default=True):
            return
        try:
            installing.static_files(installing.Here.read(), sys.executable)
        except installing.Refused as refused:
            raise Refused(refused) from refused

    def _embedded(self) -> database.Database:
        folder = database.cluster_folder()
        if not embedded.exists(folder):
            say("Tạo cơ sở dữ liệu đi kèm…")
        self.supervisor.wait_until(lambda: self._claims(folder), seconds=60)
        if self._cluster_lock is None:
            raise Refused("Cơ sở dữ liệu đi kèm đang được một lệnh khác mở. Xin đợi lệnh đó xong rồi chạy lại.")
        cluster = embedded.cluster(folder)
        cluster.end_stray()
        child = processes.postgres(self.plan, cluster)
        self.supervisor.start(child)
        dead = False

        def settled() -> bool:
            nonlocal dead
            dead = self.supervisor.deaths(child.name) >= 3
            return dead or cluster.running

        if not self.supervisor.wait_until(settled, seconds=_PATIENCE, every=0.05) or dead:
            raise Refused(_why(child.log, "Cơ sở dữ liệu đi kèm không khởi động được."))
        if self.plan.demo and demo.unfinished(self.plan.var).exists():
            say("Lần nạp tỉnh chạy thử trước bị dừng giữa chừng: nạp lại từ đầu.")
            cluster.drop()
            demo.unfinished(self.plan.var).unlink()
        cluster.prepare()
        return database.Database(url=cluster.url(embedded.APP), owner_url=cluster.url(embedded.OWNER), cluster=cluster)

    def release(self) -> None:
        """The cluster has stopped; another may run it."""
        if self._cluster_lock is not None:
            self._cluster_lock.close()

    def _claims(self, folder: Path) -> bool:
        self._cluster_lock = embedded.claim(folder)
        return self._cluster_lock is not None

    def _command(self, environment: Mapping[str, str], *words: str) -> None:
        """A command of ours as a process of its own, looked after like everything else."""
        if self.supervisor.run_once([sys.executable, "-m", "namkhong", *words], environment) != 0:
            raise Refused(f"Không khởi động được: bước “namkhong {words[0]}” thất bại, xem các dòng ở trên.")

    def _demo(self, found: database.Database, environment: Mapping[str, str]) -> None:
        with psycopg.connect(found.url) as connection:
            someone = connection.execute("select exists(select 1 from accounts_account)").fetchone()
        if someone == (True,) and demo.unfinished(self.plan.var).exists():
            say("Lần nạp tỉnh chạy thử trước bị dừng giữa chừng nên dữ liệu chưa đủ; xin dùng một cơ sở dữ liệu trống.")
        if someone == (False,):
            say(f"Nạp tỉnh chạy thử với {self.dossiers} hồ sơ…")
            self._command(environment, "demo", "--no-migrate", f"--dossiers={self.dossiers}")

    def _listing(self, environment: Mapping[str, str]) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "namkhong", "demo-accounts", "--json"]
        return subprocess.Popen(
            words, env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def _wait_for_pages(self) -> None:
        """Both kinds of process must show themselves; one that keeps dying ends the wait."""
        failing = ""

        def settled() -> bool:
            nonlocal failing
            names = (processes.PAGES, processes.WORKER)
            failing = next((name for name in names if self.supervisor.deaths(name) >= 4), "")
            return bool(failing) or _healthy(self.plan)

        if not self.supervisor.wait_until(settled, seconds=_PATIENCE, every=0.1) or failing:
            name = failing or processes.PAGES
            raise Refused(_why(self.supervisor.log(name), f"{name} không khởi động được."))

    def _welcome(self, accounts: list[demo_accounts.DemoAccount], environment: Mapping[str, str]) -> None:
        address = self.plan.address
        say(f"\nNăm Không đã sẵn sàng sau {time.monotonic() - self.began:.0f} giây.\n")
        say(f"  Người dân, doanh nghiệp   {address}/")
        say(f"  Cán bộ                    {address}/can-bo/dang-nhap/")
        if self.plan.demo:
            say(
                f"  VNeID thử nghiệm          {self.plan.provider.issuer}  (bấm “Đăng nhập bằng VNeID” rồi chọn một người)"
            )
        if accounts:
            say("\nTài khoản cán bộ chạy thử:")
            say("\n".join(f"  {line}" for line in demo_accounts.table(accounts).splitlines()))
        if missing := parts.missing(environment):
            say("\nĐang tắt vì máy chưa có phần mềm cần thiết:")
            for part in missing:
                say(f"  – {part.what} Cài bằng: {part.install}")
        say("\nNhấn Ctrl-C để dừng.")


def _accounts(listing: subprocess.Popen[str] | None) -> list[demo_accounts.DemoAccount]:
    if listing is None:
        return []
    output, _ = listing.communicate(timeout=_PATIENCE)
    accounts: list[demo_accounts.DemoAccount] = json.loads(output) if listing.returncode == 0 else []
    return accounts


def _healthy(plan: processes.Plan) -> bool:
    # The port is open before anybody answers: not long, so that a child that dies is noticed meanwhile.
    connection = http.client.HTTPConnection(plan.host, plan.port, timeout=2)
    try:
        connection.request("GET", "/suc-khoe", headers={"Host": "127.0.0.1"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _why(log: Path | None, sentence: str) -> str:
    """The sentence, with the reason when the log tells a known one, else where to read it."""
    if log is None or not log.exists():
        return sentence
    tail = log.read_text(encoding="utf-8", errors="replace")[-4_000:]
    if "No space left on device" in tail:
        return f"{sentence} Ổ đĩa đã đầy: xin giải phóng rồi chạy lại."
    return f"{sentence} Chi tiết: {log}"
