"""Intake: incoming documents, from the văn thư's desk to whoever does the work and back.

Owns the words arrival (văn bản đến), note (đề xuất, bút phê, ý kiến, phiếu trình), assignment (chủ trì, phối hợp, để biết), its
deadline, which going down may only be narrowed. It never numbers (``documents``) and never talks to the axis (``exchange``).
"""
