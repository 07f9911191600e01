"""ClamAV over its socket (INSTREAM). No answer is never taken for "clean"."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_TIMEOUT: Final = 30.0


class Verdict(StrEnum):
    """What the scanner said."""

    CLEAN = "clean"
    INFECTED = "infected"
    TOO_LARGE = "too_large"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict, with the name of what was found."""

    verdict: Verdict
    found: str = ""


def _connect(address: str, timeout: float) -> socket.socket:
    if address.startswith(("/", "unix:")):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(timeout)
        try:
            link.connect(address.removeprefix("unix:").replace("//", "/"))
        except OSError:
            link.close()
            raise
        return link
    host, _, port = address.removeprefix("tcp://").rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout)


def _answer(link: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < 4096:
        piece = link.recv(1024)
        if not piece:
            break
        said += piece
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def alive(address: str) -> bool:
    """Does the scanner answer?"""
    try:
        with _connect(address, 5.0) as link:
            link.sendall(b"zPING\0")
            return _answer(link) == "PONG"
    except (OSError, ValueError):
        return False


def scan(address: str, pieces: Iterable[bytes]) -> Outcome:
    """Send the bytes; a connection that the scanner cuts while it is still alive means that the file is too large."""
    said = ""
    try:
        with _connect(address, _TIMEOUT) as link:
            try:
                link.sendall(b"zINSTREAM\0")
                for piece in pieces:
                    link.sendall(struct.pack("!L", len(piece)) + piece)
                link.sendall(struct.pack("!L", 0))
            except (BrokenPipeError, ConnectionResetError):
                said = _last_words(link)
                if not said:
                    return Outcome(Verdict.TOO_LARGE if alive(address) else Verdict.DOWN)
            else:
                said = _answer(link)
    except (OSError, ValueError):
        return Outcome(Verdict.DOWN)
    return _understood(said)


def _last_words(link: socket.socket) -> str:
    try:
        return _answer(link)
    except OSError:
        return ""


def _understood(said: str) -> Outcome:
    text = said.removeprefix("stream: ")
    if text == "OK":
        return Outcome(Verdict.CLEAN)
    if text.endswith(" FOUND"):
        return Outcome(Verdict.INFECTED, text.removesuffix(" FOUND"))
    if "size limit exceeded" in text.lower():
        return Outcome(Verdict.TOO_LARGE)
    return Outcome(Verdict.DOWN)
