"""Procedures: room to be furnished."""
