"""How long personal data is kept, and that it goes when its time is over.

Owns the words retention rule (quy tắc lưu giữ) and erasure (lần xóa): which kind of data, how many days after what, from
which source. It never knows what the data is: each room that holds some registers how much of it is due and how it is
erased (``types.Erases``). What is erased is counted and recorded, never shown or kept.
"""
