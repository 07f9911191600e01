"""Writing: counting anew."""

from namkhong.services.openness.actions.counting import catch_up, refresh

__all__ = ["catch_up", "refresh"]
