"""The simulated axis as a process: ``python -m namkhong.office.exchange.simulator``; what it needs stands in the environment."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from namkhong.office.exchange.simulator.serving import Settings, serve


def main() -> None:
    """Serve until told to stop."""
    given = Settings(
        port=int(os.environ["AXIS_PORT"]),
        folder=Path(os.environ["AXIS_FOLDER"]),
        system_id=os.environ["AXIS_SYSTEM_ID"],
        secret_key=os.environ["AXIS_SECRET_KEY"],
        greets=[code for code in os.environ.get("AXIS_GREETS", "").split(",") if code],
    )
    with serve(given):
        threading.Event().wait()


if __name__ == "__main__":
    main()
