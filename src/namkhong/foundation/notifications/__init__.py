"""Notifications: telling a person, in the application, by e-mail or by SMS, and showing what could not be delivered.

Owns the words message, delivery, channel. A message is queued in the transaction of the deed it tells of, tried again
with growing pauses, and given up in the open: the administrator sees why and tries once more.
Never decides who is told what: the rooms above do.
"""
