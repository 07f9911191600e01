"""Directives: tasks with a name and a day, from a leader's note or by hand.

Owns the words directive (việc được giao), its deadline and every extension of it, progress, lateness, acceptance by who gave it.
A directive that came from a note ends the assignment of that note with it (``intake``), so that the sender is told too.
"""
