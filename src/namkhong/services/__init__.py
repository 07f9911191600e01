"""Services: administrative procedures without contact."""
