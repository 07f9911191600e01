"""Screens of those who design forms."""
