"""Answers to a long form while somebody is still writing them."""

import json
from datetime import timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from ..keys import hashed, new_key

SHORT_LIFE = timedelta(hours=24)
SAVED_LIFE = timedelta(days=14)
# Far more than any form here asks for; a draft that grows past it is not a person's.
MOST_CHARACTERS = 200_000


class DraftQuerySet(models.QuerySet):
    def current(self):
        return self.filter(expires_at__gt=timezone.now())

    def of_key(self, form, key):
        """The current draft of ``form`` that ``key`` (from the address) opens; raises Draft.DoesNotExist."""
        return self.current().get(form=form, key_hash=hashed(key))

    def of_return(self, form, token):
        """The current draft of ``form`` that the emailed ``token`` opens; raises Draft.DoesNotExist."""
        return self.current().get(form=form, return_hash=hashed(token))


class Draft(models.Model):
    """What was typed so far, opened by a 128-bit key in the address of which only a hash is kept."""

    form = models.CharField(max_length=40)
    key_hash = models.CharField(max_length=64, unique=True)
    answers = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # What the draft is about where it is about something: the uuid of an entry to update or amend.
    subject = models.UUIDField(null=True, blank=True)
    link = models.ForeignKey(
        "intake.AccessLink", null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    # Of the emailed link that opens it again, where its writer asked for one; a key of its own, so that the one in
    # the address may change.
    return_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    def __str__(self):
        return f"Draft {self.pk} of {self.form}"

    @classmethod
    def start(cls, form, **values):
        """Make a draft of ``form``; return it and its key, which is kept nowhere."""
        key = new_key()
        return cls.objects.create(
            form=form, key_hash=hashed(key), expires_at=timezone.now() + SHORT_LIFE, **values
        ), key

    def rekey(self):
        """Give the draft a new key, so that an emailed link can reopen it; the old address stops working. Return it."""
        key = new_key()
        self.key_hash = hashed(key)
        self.expires_at = max(self.expires_at, timezone.now() + self.life)
        self.save(update_fields=["key_hash", "expires_at", "changed_at"])
        return key

    @property
    def life(self):
        """How long it is kept after the last change: longer once its writer has saved it to come back."""
        return SAVED_LIFE if self.return_hash else SHORT_LIFE

    def save_for_later(self):
        """Keep the draft for longer and return the token that opens it again; a token given before no longer does."""
        token = new_key()
        self.return_hash = hashed(token)
        self.expires_at = max(self.expires_at, timezone.now() + SAVED_LIFE)
        self.save(update_fields=["return_hash", "expires_at", "answers", "changed_at"])
        return token

    def keep(self, step, answers):
        """Store ``answers`` (JSON-ready) of one step and prolong the draft's life. ValueError where it grew too big."""
        self.answers[step] = answers
        if len(json.dumps(self.answers, cls=DjangoJSONEncoder)) > MOST_CHARACTERS:
            raise ValueError("This is more text than the form can keep.")
        self.expires_at = max(self.expires_at, timezone.now() + self.life)
        self.save(update_fields=["answers", "expires_at", "changed_at"])
