"""Writing calendars: each deed makes a new version, is recorded and announced. Rooms above hear of it."""

from namkhong.foundation.calendars.actions.days import add_day, confirm_day, remove_day
from namkhong.foundation.calendars.actions.loading import LoadReport, load_facts
from namkhong.foundation.calendars.actions.weeks import confirm_year, open_year, set_weekly_hours

__all__ = [
    "LoadReport",
    "add_day",
    "confirm_day",
    "confirm_year",
    "load_facts",
    "open_year",
    "remove_day",
    "set_weekly_hours",
]
