"""pytest plugin: the tests' own PostgreSQL, started before Django reads its settings.

Uses ``DATABASE_URL`` when it is set; otherwise an embedded cluster in a temporary folder, fast and not durable, which is
gone when the run ends.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from namkhong.config import embedded, supervisor

OURS: Final = "NAMKHONG_TEST_CLUSTER"


def _start() -> None:
    folder = Path(tempfile.mkdtemp(prefix="nk-test-", dir="/tmp"))
    folder.chmod(0o755)
    cluster = embedded.cluster(folder / "pg")
    process = supervisor.spawn(cluster.command(durable=False), output=subprocess.DEVNULL, death_signal=signal.SIGINT)

    def stop() -> None:
        process.send_signal(signal.SIGINT)  # fast shutdown: do not wait for clients
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    cluster.wait(process)
    os.environ["DATABASE_URL"] = cluster.url("postgres", "postgres")


os.environ.setdefault("NAMKHONG_MANIFEST", "0")
os.environ.setdefault("SITE_URL", "http://testserver")
if "NAMKHONG_VAR" not in os.environ:
    os.environ["NAMKHONG_VAR"] = tempfile.mkdtemp(prefix="nk-var-")
    atexit.register(shutil.rmtree, os.environ["NAMKHONG_VAR"], ignore_errors=True)
(Path(os.environ["NAMKHONG_VAR"]) / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is missing
# A worker of pytest-xdist has a cluster of its own: a long transaction of one must not hold back the sealing of the other.
if "DATABASE_URL" not in os.environ or ("PYTEST_XDIST_WORKER" in os.environ and OURS in os.environ):
    os.environ[OURS] = "1"
    _start()
