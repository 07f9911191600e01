"""Calendars: which hours the province works, which days it rests, which Saturdays make up for them.

Owns the words calendar, weekly hours, day exception, known year, version. Every change makes a new version and keeps
the old one, so that a dossier's due date can always be walked again on the calendar known at its reception.
Never counts time: that is ``kernel.worktime``. Never knows agencies: they name a calendar by its key.
"""
