"""What the province shows of its work: the public board and the reports of responsibility.

Owns the words board (bảng công khai), day figure, period figure, report of responsibility. Counts only; it never keeps a
name, and a dossier stands on the board by its code and stage alone. What is counted comes from dossiers by its queries.
"""
