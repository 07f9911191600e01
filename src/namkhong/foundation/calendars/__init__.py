"""Calendars: room to be furnished."""
