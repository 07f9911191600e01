"""Config: the only place that knows everything – settings, URLs, wiring, schedule, command line."""
