"""Before a new version takes its first connection, each of its page processes asks itself what people will ask it."""

from __future__ import annotations

import io
import os
import select
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any, Final
from wsgiref.util import setup_testing_defaults

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
READY: Final = b"1"
UNFIT: Final = b"0"
_SECONDS: Final = 45.0
_EVERY: Final = 0.5


def over(go: int) -> bool:
    """The parent has let this version begin: a worker that is started again need not rehearse."""
    return bool(select.select([go], [], [], 0)[0])


def hold(application: Application, *, ready: int, go: int) -> None:
    """Rehearse, tell the parent, wait for its word.

    :raises SystemExit: when this version is not fit to serve; the reason is in the log.
    """
    if complaint := _complaint(application):
        print(f"not fit to serve: {complaint}", file=sys.stderr, flush=True)
        os.write(ready, UNFIT)
        raise SystemExit(1)
    os.write(ready, READY)
    select.select([go], [], [])  # nothing is ever written: it is closed. The parent's pipes do not block a reader.


def _complaint(application: Application) -> str:
    """Why it is not fit after having been given time; empty when it is."""
    deadline = time.monotonic() + _SECONDS
    try:
        while True:
            found = _asked(application, "/suc-khoe", 200) or _asked(application, "/", 499)
            if not found or time.monotonic() > deadline:
                return found
            time.sleep(_EVERY)
    finally:
        if "django.db" in sys.modules:
            sys.modules["django.db"].connections.close_all()  # this thread asks no more


def _asked(application: Application, path: str, highest: int) -> str:
    """What is wrong with the answer to one address; empty when its status is not above ``highest``."""
    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1"}
    environ |= {"wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr}
    setup_testing_defaults(environ)
    statuses: list[str] = []

    def start(status: str, _headers: list[tuple[str, str]], *_more: Any) -> Callable[[bytes], None]:
        statuses.append(status)
        return lambda _chunk: None

    body = application(environ, start)
    try:
        text = b"".join(body)
    finally:
        if close := getattr(body, "close", None):
            close()
    said = statuses[0] if statuses else "000"
    return "" if int(said[:3]) <= highest else f"{path}: {said} {text[:300].decode(errors='replace')}"
