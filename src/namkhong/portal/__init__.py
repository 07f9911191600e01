"""Portal: what the public sees first."""
