"""Writing: take a file in, piece by piece or at once, and have it scanned."""

from namkhong.foundation.files.dropping import drop, mark_loose
from namkhong.foundation.files.keeping import store, store_generated, take_posted
from namkhong.foundation.files.scanning import scan, scan_waiting
from namkhong.foundation.files.uploading import append, begin_upload, cancel_upload, expire_uploads, finish

__all__ = [
    "append",
    "begin_upload",
    "cancel_upload",
    "drop",
    "expire_uploads",
    "finish",
    "mark_loose",
    "scan",
    "scan_waiting",
    "store",
    "store_generated",
    "take_posted",
]
