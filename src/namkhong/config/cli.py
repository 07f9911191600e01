"""The ``namkhong`` command: finds the command's module, runs it, turns what can go wrong into one sentence."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Final, NoReturn, Protocol

_HERE: Final = "namkhong.config.commands"
COMMANDS: Final = {
    # word: (module, what it does)
    "serve": ("serve", "chạy Năm Không: cơ sở dữ liệu, trang, việc nền dưới một tiến trình cha"),
    "restart": ("restart", "cho mã mới thay mã đang chạy, không ngắt một yêu cầu nào"),
    "migrate": ("migrate", "tạo hoặc cập nhật bảng trong cơ sở dữ liệu"),
    "demo": ("demo", "nạp tỉnh chạy thử: cơ quan, cán bộ, người dân và hồ sơ không có thật"),
    "demo-accounts": ("demo_accounts", "liệt kê tài khoản chạy thử"),
    "procedures": ("procedures", "nhập thủ tục hành chính từ tệp"),
    "clock": ("clock", "tính ngày hẹn trả theo lịch làm việc và giải thích"),
    "audit": ("audit", "kiểm tra nhật ký có bị sửa, xóa hoặc chèn không"),
    "doctor": ("doctor", "khám hệ thống: cái gì tốt, cái gì hỏng, cần làm gì"),
    "backup": ("backup", "sao lưu cơ sở dữ liệu và tệp về cùng một thời điểm"),
    "restore": ("restore", "khôi phục một bản sao lưu vào nơi còn trống"),
    "axis": ("axis", "chạy riêng trục liên thông văn bản thử nghiệm"),
    "worker": ("worker", "chạy riêng tiến trình việc nền"),
}


class Command(Protocol):
    """What each module of ``commands`` offers."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Describe the options."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; the exit code."""


class Refused(Exception):
    """The command cannot be carried out; the message is a whole sentence, ``code`` the exit code."""

    def __init__(self, message: object, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


class Parser(argparse.ArgumentParser):
    """argparse that answers in Vietnamese."""

    def error(self, message: str) -> NoReturn:
        """A wrong command line: one sentence and where to look."""
        self.exit(2, f"Lệnh chưa đúng: {_translated(message)}. Xin xem: {self.prog} --help\n")

    def format_help(self) -> str:
        """The help, with argparse's own words in Vietnamese."""
        text = super().format_help()
        for english, vietnamese in _WORDS:
            text = text.replace(english, vietnamese)
        return text


_WORDS: Final = (
    ("usage:", "Cách dùng:"),
    ("positional arguments:", "Lệnh:"),
    ("options:", "Tùy chọn:"),
    ("show this help message and exit", "xem hướng dẫn này"),
)
_COMPLAINTS: Final = (
    ("the following arguments are required:", "còn thiếu"),
    ("unrecognized arguments:", "không hiểu"),
    ("expected one argument", "cần một giá trị đi kèm"),
    ("invalid choice:", "không có lựa chọn"),
    ("choose from", "chọn một trong"),
    ("invalid int value:", "phải là số nguyên, không phải"),
    ("argument ", ""),
)


def _translated(message: str) -> str:
    for english, vietnamese in _COMPLAINTS:
        message = message.replace(english, vietnamese)
    return message


def _module(word: str) -> Command:
    found: Command = importlib.import_module(f"{_HERE}.{COMMANDS[word][0]}")
    return found


def _parse(words: Sequence[str]) -> tuple[Command, argparse.Namespace]:
    parser = Parser(prog="namkhong", description="Năm Không: nền tảng làm việc số của một tỉnh.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="lệnh")
    asked = next((word for word in words if not word.startswith("-")), "")
    for word, (_, summary) in COMMANDS.items():
        own = commands.add_parser(word, help=summary, description=summary)
        if word == asked:
            _module(word).arguments(own)
    options = parser.parse_args(words)
    return _module(options.command), options


def _sentence_of(error: Exception) -> tuple[str, int] | None:
    """What to say of an expected failure; ``None`` for a fault of ours, which shows its traceback."""
    from namkhong.config import database, embedded, env
    from namkhong.kernel.problems import Problem

    if isinstance(error, Refused):
        return str(error), error.code
    if isinstance(error, (env.WrongEnvironment, database.NoDatabase)):
        return str(error), 2
    if isinstance(error, (embedded.EmbeddedPostgresError, Problem)):
        return str(error), 1
    kind = f"{type(error).__module__}.{type(error).__name__}"
    if kind == "django.db.utils.OperationalError":
        return database.refusal(str(error)), 2
    if kind == "django.db.utils.ProgrammingError" and getattr(error.__cause__, "sqlstate", "") == "42P01":
        return "Cơ sở dữ liệu chưa có đủ bảng. Xin chạy: namkhong migrate", 1
    return None


def main(words: Sequence[str] | None = None) -> int:
    """The console script."""
    command, options = _parse(sys.argv[1:] if words is None else words)
    try:
        return command.run(options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        answer = _sentence_of(error)
        if answer is None:
            raise
        print(answer[0], file=sys.stderr)
        return answer[1]
