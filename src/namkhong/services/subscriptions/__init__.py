"""Other systems are told what happened to dossiers: signed, in order, tried again, seen by the administrator.

Owns the words subscription (đăng ký nhận tin), notice (tin), attempt (lượt gửi). A notice carries ids and codes only;
whoever wants to know more asks through the API, where her rights are asked again. It never changes a dossier.
"""
