"""The ``namkhong`` command: answers in Vietnamese, for people and for programs, and says no in one sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from namkhong.config import cli
from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor

DUE = [
    ("2026-04-29T16:59+07:00", "5 working_day", "2026-05-08T17:30:00+07:00"),
    ("2026-11-23T09:00+07:00", "8 working_hour", "2026-11-25T09:00:00+07:00"),
    ("2026-11-23T09:00", "10 day", "2026-12-03T17:30:00+07:00"),
    ("2026-11-23T15:01+07:00", "same_day 15:00", "2026-11-25T17:30:00+07:00"),
]


def _said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(words)
    output = capsys.readouterr()
    return code, output.out, output.err


@pytest.mark.django_db
@pytest.mark.parametrize(("received", "limit", "due"), DUE)
def test_clock_says_when_and_why(capsys: pytest.CaptureFixture[str], received: str, limit: str, due: str) -> None:
    """Before any calendar was loaded, the shipped one answers."""
    code, said, _ = _said(capsys, "clock", "--received", received, "--limit", limit, "--json")
    answer = json.loads(said)
    assert code == 0
    assert answer["due_at"] == due
    assert answer["explanation"][-1].startswith("Hẹn trả 17 giờ 30") or "giờ" in answer["explanation"][-1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--received", "hôm qua", "--limit", "5 working_day"), "Không đọc được lúc tiếp nhận “hôm qua”."),
        (("--received", "2026-11-23T09:00", "--limit", "năm ngày"), "Thời hạn không đọc được."),
        (("--received", "2026-11-23T09:00", "--limit", "1 day", "--agency", "H99"), "H99"),
        (("--received", "2020-11-23T09:00", "--limit", "1 day"), "Lịch làm việc mới có từ năm"),
    ],
)
def test_clock_refuses_in_one_sentence(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    code, said, refused = _said(capsys, "clock", *words)
    assert code != 0
    assert said == ""
    assert sentence in refused
    assert len(refused.strip().splitlines()) == 1


def test_clock_needs_no_database(tmp_path: Path) -> None:
    words = ["clock", "--received", "2026-11-23T09:00", "--limit", "1 working_day", "--agency", "H18.25"]
    done = subprocess.run(
        [sys.executable, "-m", "namkhong", *words],
        env={"NAMKHONG_VAR": str(tmp_path / "none"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "Hẹn trả 17 giờ 30, thứ Tư 25/11/2026."
    assert not list(tmp_path.iterdir())


def test_a_command_before_any_data_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "namkhong", "audit", "verify"],
        env={"NAMKHONG_VAR": str(tmp_path / "none"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr == "Chưa có dữ liệu. Xin chạy “make run” một lần trước, hoặc đặt DATABASE_URL.\n"
    assert not list(tmp_path.iterdir())


def test_help_is_vietnamese_and_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(word in said for word in cli.COMMANDS)
    assert "show this help" not in said
    assert "usage" not in said


@pytest.mark.parametrize("words", [[], ["unknown"], ["clock"], ["serve", "--port", "abc"], ["audit"]])
def test_a_wrong_command_line_is_one_vietnamese_sentence(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.startswith("Lệnh chưa đúng:")
    assert "required" not in said
    assert "invalid" not in said


def test_demo_accounts_are_listed_for_programs(capsys: pytest.CaptureFixture[str], db: None) -> None:
    code, said, _ = _said(capsys, "demo-accounts", "--json")
    accounts = json.loads(said)
    assert code == 0
    assert accounts
    assert all(set(account) == {"role", "username", "password", "agency"} for account in accounts)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "không có tệp này"), ("{", "không phải JSON đọc được"), ('"x"', "")],
)
def test_procedures_that_cannot_be_read_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], db: None, content: str | None, sentence: str
) -> None:
    path = tmp_path / "procedures.json"
    if content is not None:
        path.write_text(content)
    code, _, refused = _said(capsys, "procedures", "import", str(path))
    assert code != 0
    assert refused.strip()
    assert sentence in refused


@pytest.mark.django_db
def test_audit_verify_walks_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    entry = audit.record(Actor.system("kiểm thử"), "tests.deed", ("test", 1), now=clock.now())
    code, said, _ = _said(capsys, "audit", "verify", "--json")
    assert (code, json.loads(said)["intact"]) == (0, True)
    assert json.loads(said)["unsealed"] == 1
    assert entry


@pytest.mark.django_db
def test_doctor_says_what_is_wrong_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = _said(capsys, "doctor", "--json")
    found = {one["what"]: one for one in json.loads(said)}
    assert found["postgresql"]["verdict"] == "good"
    assert found["migrations"]["verdict"] == "good"
    assert found["worker"]["verdict"] == "fault"
    assert found["worker"]["to_do"]
    assert code == 1
    code, said, _ = _said(capsys, "doctor")
    assert "✗ Không có tiến trình việc nền nào đang chạy." in said
    assert "✓ PostgreSQL" in said
