"""Pages: gate, parse, one action, answer."""
