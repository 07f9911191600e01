"""Outgoing documents from the first draft until they are issued: written, checked, signed, numbered, sealed, sent; and copies.

Owns the words draft (dự thảo), version (bản), opinion (ý kiến góp ý), check of content and of form, copy (sao y, trích sao, sao lục) and the
layout of Decree 30/2020. The number and the register are ``documents``', the sending is ``exchange``'s, keys and
signatures are ``signatures``'.
"""
