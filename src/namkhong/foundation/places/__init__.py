"""Places: provinces, districts of before, communes and wards, today and before 1 July 2025, and what became what.

Owns the words place, old name, explanation. Old papers keep their old place names and stay valid: this room finds the
place of today behind an old name, in any spelling, and says why in one sentence.
Never knows agencies: who governs a place is asked of organisations.
"""
