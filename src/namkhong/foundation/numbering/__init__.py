"""Numbering: the codes and numbers the law asks for, one counter per series, never the same number twice.

Owns the words pattern, series, serial, number. A number is taken inside the transaction of the deed it belongs to: when
the deed is rolled back, its number returns, so that a series has no gap.
Never knows what is numbered: kinds and agency codes are opaque keys.
"""
