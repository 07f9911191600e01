"""Citizens: people and businesses whom the province serves.

Owns the words person, personal number (số định danh cá nhân, 12 digits), business, tax code (mã số thuế), contact.
A person is known once by her personal number, whether she came through the identity provider or was enrolled at a
counter. Only she herself, and officials with a purpose, see her data; the room that shows it to an official records the
access (``audit.actions.record_access``).

Never signs anybody in (accounts) and never keeps who filed for whom (dossiers).
"""
