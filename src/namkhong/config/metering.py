"""How many requests and how long they took, counted in each page process; ``config.metrics`` adds the processes up.

``PROMETHEUS_MULTIPROC_DIR`` (set by ``namkhong serve``) makes the counts files that every page process can read.
Nothing about who asked or for what: only the kind of address and the hundred of the status.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from prometheus_client import Histogram

_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
REQUESTS: Final = Histogram(
    "namkhong_request_seconds",
    "Time to answer a request, by kind of address and hundred of the status.",
    ["kind", "status"],
    buckets=_BUCKETS,
)


def kind_of(path: str) -> str:
    """Which part of the platform an address belongs to."""
    return "api" if path.startswith("/api/") else "file" if path.startswith("/tep/") else "page"


class MeteringMiddleware:
    """The outermost: what everything inside costs is counted. A file is counted until its first byte goes out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        answer = self.get_response(request)
        hundred = f"{answer.status_code // 100}xx"
        REQUESTS.labels(kind_of(request.path_info), hundred).observe(time.perf_counter() - began)
        return answer
