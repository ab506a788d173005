"""What the dashboard says of the apps below, which cannot know it."""

from django.urls import reverse_lazy

from cms.intake import mail_desk
from cms.intake.models import OutboxMessage

from . import waiting


def mail_not_sent(user):
    return OutboxMessage.objects.stuck() if mail_desk.may_see(user) else None


def join():
    """Register it; called once the apps are ready."""
    waiting.register(
        "mail-not-sent", "emails that could not be sent", mail_not_sent, reverse_lazy("intake_mail"),
        order=waiting.Urgency.PEOPLE - 10, icon="warning", one="email that could not be sent",
        hint="See which, and try again",
    )  # fmt: skip
