"""How much of anything a packet may have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, counts, and how many times larger a zip may become; see ``facts/exchange.json``."""

    message_bytes: int
    attachments: int
    attachment_bytes: int
    unpacked_bytes: int  # of all attachments together
    zip_ratio: int
    zip_entries: int
    elements: int
    depth: int
