"""``make bench``: start a copy of the product, measure PostgreSQL's limit and then the product, say and write what was found."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from datetime import UTC
from pathlib import Path

from bench import report, run
from namkhong.kernel import clock
from tests.journeys import product as products


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Đo tốc độ so với giới hạn của PostgreSQL.")
    parser.add_argument("--seconds", type=float, default=10, metavar="GIÂY", help="thời gian đo mỗi việc")
    parser.add_argument("--clients", type=int, default=4, metavar="SỐ", help="số máy khách cùng lúc")
    parser.add_argument("--rows", type=int, default=100_000, metavar="SỐ", help="số dòng của phép đo giới hạn")
    parser.add_argument("--dossiers", type=int, default=2_000, metavar="SỐ", help="số hồ sơ có sẵn trong tỉnh thử")
    parser.add_argument("--folder", type=Path, metavar="THƯ_MỤC", help="giữ dữ liệu ở đây, lần sau dùng tiếp")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """0 when everything that was measured was real, whether the aims were met or not; else 1."""
    options = _options(words)
    folder = options.folder or Path(tempfile.mkdtemp(prefix="nk-bench-", dir="/var/tmp"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    machine = report.machine()
    print(f"Chuẩn bị tỉnh thử với {options.dossiers} hồ sơ…", flush=True)
    product = products.start(folder, dossiers=options.dossiers)
    try:
        size = run.Size(seconds=options.seconds, clients=options.clients, rows=options.rows)
        found = run.everything(product, size, say=lambda line: print(line, flush=True))
    finally:
        product.stop()
        if options.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    asked = {name: value for name, value in vars(options).items() if name != "folder"}
    settings = {**asked, **machine, "at": clock.now().astimezone(UTC).isoformat(timespec="seconds")}
    report.write(found, settings)
    print(f"\n{report.table(found)}\n\nĐã ghi {report.LATEST}.")
    if false := report.refusals(found.claims):
        print(f"Không tin được lần đo này: {'; '.join(false)}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
