"""Typed readers of environment variables; a wrong value stops the start with one clear sentence."""

from __future__ import annotations

import os
from pathlib import Path


class WrongEnvironment(Exception):
    """A setting in the environment cannot be used; the message is a whole sentence for the operator."""


def text(name: str, default: str = "") -> str:
    """A setting as text; ``NAME_FILE`` may point to a file that holds it (for secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise WrongEnvironment(f"Không đọc được tệp {path} nêu trong {name}_FILE: {error.strerror}.") from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """A yes/no setting: 1/0, true/false, yes/no, co/khong."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on", "co"}:
        return True
    if value in {"0", "false", "no", "off", "khong"}:
        return False
    raise WrongEnvironment(f"{name} phải là 1 hoặc 0, không phải “{value}”.")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise WrongEnvironment(f"{name} phải là một số nguyên, không phải “{value}”.") from error


def listed(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]
