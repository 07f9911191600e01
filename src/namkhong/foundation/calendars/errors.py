"""What can go wrong with calendars."""

from __future__ import annotations

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unavailable, Unseen


class NotAdministrator(Forbidden):
    """Only an administrator in an elevated session changes the calendar."""


class CalendarUnknown(Unseen):
    """No calendar has this key, or no version has this number."""


class NotLoaded(Unavailable):
    """No calendar was ever loaded."""


class DayRefused(Invalid):
    """The day cannot be exceptional in this way."""


class DayTaken(Conflict):
    """The day already has an entry, or the entry is gone."""
