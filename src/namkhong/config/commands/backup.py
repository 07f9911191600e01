"""``namkhong backup``: database and files, as they were at one moment, in a folder of their own."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from namkhong.config import backup, database
from namkhong.config.cli import Refused


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("folder", type=Path, metavar="THƯ_MỤC", help="thư mục mới, nên ở một ổ đĩa khác")


def run(options: argparse.Namespace) -> int:
    """0 when all is copied, 1 when files were lost in the store: the copy is made, and says which."""
    folder = options.folder.resolve()
    os.umask(0o077)
    with database.reachable() as found:
        os.environ["DATABASE_URL"] = found.owner_url
        database.set_up()
        try:
            made = backup.make(folder, url=found.owner_url, say=say)
        except backup.BadCopy as error:
            raise Refused(error) from error
    print("\n".join(sentences(made.manifest, folder)))
    return 1 if made.manifest.missing else 0


def say(sentence: str) -> None:
    """A line for the operator, at once."""
    print(sentence, flush=True)


def sentences(manifest: backup.Manifest, folder: Path) -> list[str]:
    """What was made, in words."""
    said = [
        f"Đã sao lưu {manifest.rows.get('dossiers_dossier', 0)} hồ sơ và {manifest.files - len(manifest.missing)} tệp vào {folder}.",
        "Bản sao chứa dữ liệu cá nhân của cả tỉnh: xin giữ ở nơi chỉ người có trách nhiệm mở được.",
        "SECRET_KEY không nằm trong bản sao: xin giữ riêng, thiếu nó thì người dân phải đăng nhập lại từ đầu.",
    ]
    if manifest.head is not None:
        said.append(f"Dấu cuối của nhật ký: vị trí {manifest.head[0]}, {manifest.head[1]}.")
    said += [f"Kho tệp không còn tệp {sha256}, hoặc tệp đã hỏng." for sha256 in manifest.missing]
    return said
