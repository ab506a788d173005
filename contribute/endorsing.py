"""An endorsement of the Charter from the desk to the public list."""

import io

from django import forms
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.log_actions import log

from cms.intake.mail import send_template
from cms.intake.purge import delete_uploads
from pages.models import CharterEndorsement

from . import acts, desk
from .models import Contribution, Endorsement
from .receiving import take_back_link


class AlreadyListed(desk.DecisionRefused):
    """An organisation of this name is on the list."""

    message = (
        "An organisation of this name endorses the Charter already. Nothing was published. "
        "Open that endorsement under Endorsements and change it there, or answer the sender."
    )


class PublishForm(forms.Form):
    """What an editor looks at before an endorsement stands on the site."""

    take_logo = forms.BooleanField(
        label="Publish the logo they sent", required=False, initial=True,
        help_text="Only if it is theirs.",
    )  # fmt: skip
    sure = forms.BooleanField(
        label="I have checked that this person may speak for the organisation",
        help_text="A call to the number on the organisation’s own site is enough.",
        error_messages={"required": "Tick this when you have checked it"},
    )

    def suit(self, endorsement):
        """Ask about a logo only where one was sent."""
        if not endorsement.upload_id:
            del self.fields["take_logo"]


def publish(endorsement, form, *, user, seen):
    """Put the organisation on the public list and tell the sender; return words that say so.

    Raises SomebodyWasFirst, and AlreadyListed where the name stands there.
    """
    with transaction.atomic():
        row = desk.claim(endorsement, seen)
        if CharterEndorsement.objects.filter(name__iexact=row.organisation).exists():
            raise AlreadyListed
        logo = None
        if row.upload and form.cleaned_data.get("take_logo"):
            logo = image_of(row.upload, row.organisation, user)
        row.published = CharterEndorsement.objects.create(
            name=row.organisation, website=row.website, statement=row.words, logo=logo, live=False,
            endorsed_on=timezone.localdate(row.received_at),
        )  # fmt: skip
        # By Wagtail's own way, so that the history, caches and the index know of it.
        row.published.save_revision(user=user).publish(user=user)
        if row.upload:
            upload, row.upload = row.upload, None
            row.save(update_fields=["upload"])
            delete_uploads([upload])
        desk.move(row, Contribution.Status.DONE, assigned_to=row.assigned_to or user)
        log(instance=row, action="contribute.published", user=user)
        if row.sender and row.sender.email:
            send_template(
                f"contribute:{row.pk}:endorsed", "contribute/email/endorsed", row.sender.email,
                {"reference": row.reference, "take_back": take_back_link(row)},
            )  # fmt: skip
    return f"{row.organisation} stands on the list of endorsements now. Its sender is told."


def image_of(upload, title, user):
    """Make a Wagtail image of ``upload``, which was drawn anew when it came; return it."""
    with upload.file.open("rb") as source:
        content = source.read()
    image = get_image_model()(
        title=f"Logo of {title}"[:255], description=f"Logo of {title}"[:255], uploaded_by_user=user,
        credit=title[:255], consent_note="Sent in with the endorsement of the Charter, to be shown beside the name.",
    )  # fmt: skip
    image.file = ImageFile(io.BytesIO(content), name=f"logo{upload.extension}")
    image.file_size = len(content)
    image.save()
    return image


def may_publish(endorsement, user):
    return (
        not endorsement.is_over and not endorsement.published_id
        and user.has_perm("contribute.change_endorsement") and user.has_perm("pages.publish_charterendorsement")
    )  # fmt: skip


acts.register(
    Endorsement.KIND,
    acts.Act(
        "publish", "Publish the endorsement",
        "The organisation, its site and its words go on the Charter’s list. The sender’s name does not.",
        PublishForm, publish, may_publish,
    ),
)  # fmt: skip
