"""Audit: room to be furnished."""
