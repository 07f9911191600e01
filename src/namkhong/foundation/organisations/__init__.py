"""Organisations: room to be furnished."""
