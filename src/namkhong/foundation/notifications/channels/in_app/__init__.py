"""In the application: the message itself is the delivery."""

from __future__ import annotations

from namkhong.foundation.notifications.channels.base import Parcel


class InApp:
    """Nothing to send."""

    def send(self, parcel: Parcel) -> str:
        """The inbox shows the message."""
        return ""
