"""Procedures: what the province does for people, by which rule, since when.

Owns the words procedure, version, component, fee line, front door, offering, process, step, online level. Everything
with a legal source is versioned data with effective dates: a dossier keeps the version it was received under, and what
no legal text confirmed is said to the administrator. Never knows dossiers; forms are keys answered by ``eforms``.
"""
