"""Home: the first page, where a person asks for a procedure, picks an event of life, or looks up a dossier.

Owns the words life event and "often asked". Keeps nothing; never knows dossiers: their figures come through the slot
``home_figures``.
"""
