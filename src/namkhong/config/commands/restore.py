"""``namkhong restore``: a copy is put back into an empty place, brought up to date and proved whole."""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from pathlib import Path

from namkhong.config import backup, database, instance, restore
from namkhong.config.cli import Refused
from namkhong.config.commands import demo
from namkhong.config.commands.backup import say
from namkhong.kernel import clock


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where from."""
    parser.add_argument("folder", type=Path, metavar="THƯ_MỤC", help="thư mục mà “namkhong backup” đã tạo")


def run(options: argparse.Namespace) -> int:
    """0 when all came back whole, 1 when the record does not verify."""
    folder = options.folder.resolve()
    if holder := instance.holder(database.var()):
        raise Refused(holder, 2)
    try:
        say("Đang kiểm tra bản sao…")
        manifest = restore.check(folder)
        with database.reachable(create=True, migrates=True) as found:
            os.environ["DATABASE_URL"] = found.owner_url
            database.set_up()
            return _restored(folder, manifest, found)
    except backup.BadCopy as error:
        raise Refused(error) from error


def _restored(folder: Path, manifest: backup.Manifest, found: database.Database) -> int:
    restore.refuse_newer(manifest)
    restore.refuse_full(manifest, found, database.var())
    restore.put_back(folder, manifest, found, database.var(), say)
    demo.as_owner(found)  # tables of this release, where the copy is older
    half_sent = restore.forget_half_sent()
    verified = restore.verify(manifest)
    print("\n".join(verified.sentences(clock.now())))
    if half_sent:
        say(f"{half_sent} tệp đang gửi dở khi sao lưu: người gửi sẽ phải gửi lại.")
    if manifest.missing:
        say(f"{len(manifest.missing)} tệp đã thiếu từ khi sao lưu.")
    if manifest.key != backup.key_mark():
        say(
            "SECRET_KEY khác với khi sao lưu: xin đặt lại khóa cũ, nếu không người dân và mã tra cứu cũ không nhận ra nữa."
        )
    if not verified.intact:
        say("Nhật ký không toàn vẹn: xin không đưa bản này vào sử dụng trước khi tìm ra nguyên nhân.")
        return 1
    say(f"Đã khôi phục {manifest.rows.get('dossiers_dossier', 0)} hồ sơ, đúng như lúc {_moment(manifest)}.")
    return 0


def _moment(manifest: backup.Manifest) -> str:
    return clock.local(datetime.fromisoformat(manifest.made_at)).strftime("%H:%M:%S ngày %d/%m/%Y")
