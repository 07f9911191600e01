"""Numbering: room to be furnished."""
