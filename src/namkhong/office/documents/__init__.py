"""Documents: the register of official documents, their numbers, books and files.

Owns the words document (văn bản đã vào sổ), book (sổ), number and symbol (số, ký hiệu), type (tên loại). What is not in a book yet
is a draft or a packet, and is not known here. It never decides who works on a document: rooms above say who may see it.
"""
