"""Dossiers: room to be furnished."""
