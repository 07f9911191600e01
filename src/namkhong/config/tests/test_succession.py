"""One child follows another under the same parent: the new takes the name, the old finishes, and nobody is left behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from namkhong.config import instance, renewing
from namkhong.config.cli import main
from namkhong.config.succession import LEAVE, RENEW, Succession, Successor
from namkhong.config.supervisor import Backoff, Child

PROGRAM = """
import os, pathlib, signal, sys, time
folder, name, finishing = pathlib.Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
def leave(*_):
    (folder / (name + ".leaves")).touch()
    time.sleep(finishing)
    (folder / (name + ".finished")).touch()
    sys.exit(0)
signal.signal(signal.SIGUSR1, leave)
(folder / (name + ".pid")).write_text(str(os.getpid()))
while True:
    time.sleep(60)
"""


def _child(folder: Path, name: str, *, finishing: float = 0.3) -> Child:
    command = [sys.executable, "-S", "-c", PROGRAM, str(folder), name, str(finishing)]
    return Child(name="con", command=command, environment={}, stop_seconds=3)


def _alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def _up(parent: Succession, folder: Path, name: str) -> None:
    path = folder / f"{name}.pid"
    assert parent.wait_until(lambda: path.exists() and path.read_text() != "", seconds=60, every=0.05)


def _following(parent: Succession, folder: Path, name: str) -> Successor:
    child = _child(folder, name)
    successor = parent.stand_in(child, now_as=child)
    _up(parent, folder, name)
    return successor


def test_the_new_takes_the_name_and_the_old_finishes(tmp_path: Path) -> None:
    said: list[str] = []
    with Succession(said.append, Backoff(first=0.05)) as parent:
        parent.start(_child(tmp_path, "old"))
        _up(parent, tmp_path, "old")
        new = _following(parent, tmp_path, "new")
        before = parent.pid("con")
        parent.succeed(new)
        assert parent.pid("con") == new.process.pid
        assert parent.leaving == [before]
        assert parent.wait_until(lambda: not parent.leaving, seconds=60, every=0.05)
        assert (tmp_path / "old.finished").exists()
        assert said == [], "leaving is no death"
        os.kill(new.process.pid, signal.SIGKILL)
        assert parent.wait_until(lambda: parent.pid("con") not in {None, new.process.pid}, seconds=60, every=0.05)
    assert "tín hiệu 9" in said[0]


def test_one_that_is_dismissed_changes_nothing(tmp_path: Path) -> None:
    with Succession(lambda _text: None) as parent:
        parent.start(_child(tmp_path, "old"))
        _up(parent, tmp_path, "old")
        before = parent.pid("con")
        new = _following(parent, tmp_path, "new")
        parent.dismiss(new)
        assert parent.pid("con") == before
        assert not new.living
        assert not (tmp_path / "old.leaves").exists()


def test_a_parent_that_stops_takes_those_who_leave_with_it(tmp_path: Path) -> None:
    with Succession(lambda _text: None) as parent:
        parent.start(_child(tmp_path, "old", finishing=600))
        _up(parent, tmp_path, "old")
        old = parent.pid("con")
        assert old is not None
        parent.succeed(_following(parent, tmp_path, "new"))
        assert parent.wait_until((tmp_path / "old.leaves").exists, seconds=60, every=0.05)
        new = parent.pid("con")
        assert new is not None
    assert not _alive(old)
    assert not _alive(new)


@pytest.mark.parametrize(("number", "hangup_renews"), [(RENEW, False), (signal.SIGHUP, True)])
def test_a_signal_asks_for_it_and_another_still_stops(number: signal.Signals, hangup_renews: bool) -> None:
    asked: list[float] = []

    def renew() -> None:
        asked.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGTERM)

    with Succession(lambda _text: None, hangup_renews=hangup_renews) as parent:
        threading.Timer(0.2, os.kill, (os.getpid(), number)).start()
        parent.serve(renew)
    assert len(asked) == 1


def test_leaving_is_the_same_signal_for_parent_and_child() -> None:
    assert {LEAVE, RENEW} == {signal.SIGUSR1}, "docs/how-to/upgrade.md, granian_pages and jobs say so"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NAMKHONG_VAR", str(tmp_path))
    return tmp_path


def test_where_nothing_runs_nothing_is_restarted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restart"]) == 1
    assert "chưa chạy" in capsys.readouterr().err


@pytest.mark.parametrize(("done", "code"), [(True, 0), (False, 1)])
def test_the_parents_answer_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, done: bool, code: int
) -> None:
    sent: list[tuple[int, int]] = []

    def answer(pid: int, number: int) -> None:
        sent.append((pid, number))
        word = renewing.asked_path(folder).read_text()
        renewing.answer_path(folder).write_text(
            f'{{"asked": "{word}", "done": {str(done).lower()}, "sentence": "Câu."}}'
        )

    lock = instance.claim(folder, "http://127.0.0.1:1")
    assert lock is not None
    with lock:
        monkeypatch.setattr(os, "kill", answer)
        assert main(["restart"]) == code
    output = capsys.readouterr()
    assert "Câu." in (output.out if done else output.err)
    assert sent == [(os.getpid(), RENEW)]


_WAITS: list[tuple[str, Callable[[int], str], bool]] = [
    ("ready", lambda fd: f"import os, time; os.write({fd}, b'11'); time.sleep(60)", True),
    ("unfit", lambda fd: f"import os, time; os.write({fd}, b'10'); time.sleep(60)", False),
    ("gone", lambda _fd: "raise SystemExit(3)", False),
    ("silent", lambda _fd: "import time; time.sleep(60)", False),
]


@pytest.mark.parametrize(("name", "code", "fit"), _WAITS, ids=[one[0] for one in _WAITS])
def test_only_who_says_so_is_ready(
    name: str, code: Callable[[int], str], fit: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing, "READY_SECONDS", 3.0 if name == "silent" else 120.0)
    with Succession(lambda _text: None) as parent, renewing.Pipe() as ready:
        child = Child(
            name="con",
            command=[sys.executable, "-S", "-c", code(ready.write)],
            environment={},
            pass_fds=(ready.write,),
        )
        successor = parent.stand_in(child, now_as=child)
        try:
            if fit:
                renewing.wait_ready(parent, successor, ready, 2)
            else:
                with pytest.raises(renewing.NotReady):
                    renewing.wait_ready(parent, successor, ready, 2)
        finally:
            parent.dismiss(successor)
