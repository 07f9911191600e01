"""What people say about a service: ratings, questions, complaints.

Owns the words rating (đánh giá), inquiry (câu hỏi, phản ánh, kiến nghị), its clock, its states and who answers it. It never
decides a dossier, and it is no place for khiếu nại and tố cáo, which have laws and proofs of their own.
"""
