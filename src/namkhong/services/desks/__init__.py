"""The desk of an official: what she ticks, filters, keeps and takes along.

Owns: batch (làm hàng loạt), export (xuất danh sách), saved filter, chosen columns, the queue of a counter.
Never moves a dossier itself: each one goes through the dossiers' own actions, with the official's rights at that moment.
"""
