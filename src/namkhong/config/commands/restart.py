"""``namkhong restart``: the version on disk takes over from the one that runs, without cutting anybody off."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import time
from pathlib import Path
from typing import Final

from namkhong.config import database, instance, renewing
from namkhong.config.cli import Refused
from namkhong.config.succession import RENEW

_SECONDS: Final = 1_800.0  # a migration of large tables may take its time; the old version serves meanwhile


def arguments(_parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(_options: argparse.Namespace) -> int:
    """Ask the parent, wait for its answer, say it."""
    var = database.var()
    if not instance.holder(var):
        raise Refused("Năm Không chưa chạy với thư mục dữ liệu này, nên không có gì để thay. Xin chạy: namkhong serve")
    parent = instance.process(var)
    if parent is None:
        raise Refused("Không biết tiến trình nào đang chạy với thư mục dữ liệu này. Xin dừng nó rồi chạy lại.")
    word = secrets.token_hex(8)
    asked = renewing.asked_path(var)
    asked.parent.mkdir(parents=True, exist_ok=True)
    asked.write_text(word, encoding="utf-8")
    try:
        os.kill(parent, RENEW)
    except ProcessLookupError as error:
        raise Refused("Năm Không vừa dừng. Xin chạy: namkhong serve") from error
    except PermissionError as error:
        raise Refused("Tài khoản này không được ra lệnh cho tiến trình đang chạy Năm Không.") from error
    print("Đã yêu cầu. Phiên bản đang chạy vẫn phục vụ trong lúc chuẩn bị…", flush=True)
    return _answered(var, word)


def _answered(var: Path, word: str) -> int:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        try:
            answer = json.loads(renewing.answer_path(var).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            answer = {}
        if answer.get("asked") == word:
            if not answer["done"]:
                raise Refused(answer["sentence"])
            print(answer["sentence"])
            return 0
        if not instance.holder(var):
            raise Refused("Năm Không đã dừng trước khi phiên bản mới nhận việc.")
        time.sleep(0.2)
    raise Refused("Chưa có trả lời. Xin xem màn hình hoặc nhật ký của tiến trình đang chạy.")
