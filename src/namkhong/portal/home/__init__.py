"""Home: room to be furnished."""
