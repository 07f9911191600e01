"""Screens: what was given to me, what I gave, one task, and giving one by hand."""
