"""Writing: tell somebody, deliver, open, try again."""

from namkhong.foundation.notifications.delivering import deliver, sweep
from namkhong.foundation.notifications.retrying import retry_delivery, retry_job
from namkhong.foundation.notifications.telling import mark_all_read, notify, open_notice

__all__ = ["deliver", "mark_all_read", "notify", "open_notice", "retry_delivery", "retry_job", "sweep"]
