"""Office: official documents without paper."""
