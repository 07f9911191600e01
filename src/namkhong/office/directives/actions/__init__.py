"""Writing: one function per verb, each in one transaction: allowed, changed, saved, recorded, announced."""

from namkhong.office.directives.actions.doing_it import accept, progress, report
from namkhong.office.directives.actions.following import close, follow, take_direction
from namkhong.office.directives.actions.giving import confirm, drop, extend, give, return_it
from namkhong.office.directives.actions.reassigning import reassign
from namkhong.office.directives.actions.telling import tell_moved

__all__ = [
    "accept",
    "close",
    "confirm",
    "drop",
    "extend",
    "follow",
    "give",
    "progress",
    "reassign",
    "report",
    "return_it",
    "take_direction",
    "tell_moved",
]
