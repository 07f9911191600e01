"""Citizens: room to be furnished."""
