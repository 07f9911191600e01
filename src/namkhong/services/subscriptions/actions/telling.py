"""The province's administrators are told when a system was given up."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from namkhong.foundation.notifications import actions as notifications
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.services.subscriptions.models import Subscription
from namkhong.services.subscriptions.states import SubscriptionState


@transaction.atomic
def tell_administrators(*, subscription_id: int, paused_at: datetime, now: datetime) -> None:
    """Tell them once; nobody, when somebody set it going again meanwhile."""
    row = Subscription.objects.select_related("client").get(pk=subscription_id)
    if row.state != SubscriptionState.PAUSED:
        return
    administrators = organisations.officials_at(organisations.province().id, Role.ADMINISTRATOR, clock.local_date(now))
    with translation.override(settings.LANGUAGE_CODE):  # it is kept
        for official in administrators:
            notifications.notify(
                account_id=official.account_id,
                title=_("Đã tạm dừng gửi tin cho %(name)s") % {"name": row.client.name},
                text=row.why,
                link=reverse("subscription", kwargs={"public_id": row.public_id}),
                about=("subscription", row.pk),
                key=f"subscriptions.paused:{row.pk}:{int(paused_at.timestamp())}:{official.account_id}",
                now=now,
            )
