"""Files: room to be furnished."""
