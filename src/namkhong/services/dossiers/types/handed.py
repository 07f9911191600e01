"""What a unit or a post has on its desks, before it is handed over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One step of one post: how many dossiers stand there, how many of them past the time of the step."""

    role: str
    step_name: str
    count: int
    late: int
    stays: bool  # waits for somebody outside, and is not handed over
