"""Places: room to be furnished."""
