"""A small axis for trying out, as a process of its own: standard library only, nothing of the platform's is used.

Six agencies stand behind it: one that answers at once, one that is slow, one that sends everything back, one that says
everything twice, one that cannot be reached, and one whose line breaks after it has taken a packet. It writes both dialects
found in real traffic, by code that shares nothing with the platform's own, so that each is the other's judge.
"""
