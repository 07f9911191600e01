"""What can go wrong, told to the person in front of the screen. Rooms subclass these with their own sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class Problem(Exception):
    """A refusal with a sentence for the user. ``message`` may be a lazy translation; it is read with ``str()``."""

    status: ClassVar[int] = 400

    def __init__(self, message: object, *, fields: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields: dict[str, object] = dict(fields or {})

    def __str__(self) -> str:
        return str(self.message)


class Invalid(Problem):
    """What was typed cannot be accepted; ``fields`` maps field names to sentences."""

    status: ClassVar[int] = 422


class Forbidden(Problem):
    """Seen, but not allowed to do this."""

    status: ClassVar[int] = 403


class Unseen(Problem):
    """It does not exist, or not for this actor: the answer is the same."""

    status: ClassVar[int] = 404


class Conflict(Problem):
    """Somebody else was faster, or the thing is no longer in the state the screen showed."""

    status: ClassVar[int] = 409


class TooMany(Problem):
    """Asked too often; ``retry_after`` in seconds."""

    status: ClassVar[int] = 429

    def __init__(self, message: object, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(Problem):
    """An outside system does not answer; what was given is kept and tried again."""

    status: ClassVar[int] = 503
