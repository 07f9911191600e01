"""Pages of the catalogue: for everybody, and for those who keep it."""
