"""Notifications: room to be furnished."""
