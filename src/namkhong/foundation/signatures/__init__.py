"""Signatures: who signs what with which key, the signing itself, and whether a signed PDF may be trusted.

Owns the words certificate (chứng thư chữ ký số), trust anchor (gốc tin cậy), signed document, signature field, signing,
level (B-B, B-T, B-LT, B-LTA) and verdict. A signed file is never written again: what is added is added behind it.
Who holds which post or authority it asks of ``organisations``; what a document says, its number and its register belong to
the rooms above. It never keeps a PIN, a password or a private key.
"""
