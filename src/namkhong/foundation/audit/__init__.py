"""Audit: who did what to what, when, why and on whose behalf; and who read whose personal data, for what purpose.

Owns the words entry, access, seal, head. Entries are append-only and sealed into a hash chain by a job.
Keeps ids, hashes and the labels of officials, never a citizen's personal values, so that erasure and append-only can
both be true. Knows nobody: no foreign key leaves or enters this room.
"""
