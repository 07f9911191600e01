"""What others may see of calendars; ``from_facts`` builds one from a file, without a database."""

from __future__ import annotations

from typing import Final, NewType

from namkhong.foundation.calendars.facts import from_facts

PROVINCE: Final = "province"  # the key of the calendar every agency follows unless it names another
VersionNumber = NewType("VersionNumber", int)

__all__ = ["PROVINCE", "VersionNumber", "from_facts"]
