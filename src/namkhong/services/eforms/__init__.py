"""Eforms: room to be furnished."""
