"""What the operator set, in one typed value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class FilesConf:
    """``settings.FILES``."""

    folder: Path
    s3_bucket: str
    s3_endpoint: str
    s3_region: str
    s3_prefix: str
    clamav: str  # path of a Unix socket, or host:port
    require_scan: bool


def conf() -> FilesConf:
    """The settings now in force."""
    given = getattr(settings, "FILES", {})
    return FilesConf(
        folder=Path(given.get("folder") or Path(settings.VAR) / "files"),
        s3_bucket=given.get("s3_bucket", ""),
        s3_endpoint=given.get("s3_endpoint", ""),
        s3_region=given.get("s3_region", ""),
        s3_prefix=given.get("s3_prefix", ""),
        clamav=given.get("clamav", ""),
        require_scan=given.get("require_scan", settings.PRODUCTION),
    )
