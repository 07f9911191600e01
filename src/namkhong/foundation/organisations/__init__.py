"""Organisations: who is who in the province, on any day.

Owns the words agency, unit, post, official, authority (TM., KT., TL., TUQ., Q.), signature block.
Everything is dated: a name, a code, a parent, a post holds from a day (included) to a day (excluded).
What an agency is called and where it stands today is also kept on its row, so that the hot paths need no join.
Never signs anybody in (accounts), never knows what work an official holds: rooms above register it as ``HeldWork``.
"""
