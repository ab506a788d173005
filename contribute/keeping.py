"""How long what is sent in by ``/contribute/`` is kept, for the page that says so of everything."""

from django.urls import reverse

from cms.intake.keeping import Kept

from .models import Channel, Contribution
from .models.channels import KEEP_AT_LEAST, KEEP_AT_MOST
from .models.opinions import COMMENTS_LIFE


def rows(user):
    """The days of each form, as its row says, and what is the same for all."""
    may_change = user.has_perm("contribute.change_channel")
    found = [
        Kept(
            channel.title,
            channel.keep_for,
            "it is done",
            (KEEP_AT_LEAST, KEEP_AT_MOST),
            reverse(Channel.snippet_viewset.get_url_name("edit"), args=[channel.pk]) if may_change else "",
            channel.privacy,
        )
        for channel in Channel.objects.all()
    ]
    return [
        *found,
        Kept("What is under Junk in the Inbox", Contribution.JUNK_LIFE.days, "it came"),
        Kept("Comments on pages", COMMENTS_LIFE.days, "they came"),
    ]
