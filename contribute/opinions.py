"""Keeping what readers say of a page: once for each showing of the form, with or without words."""

from django.db import IntegrityError, transaction

from cms.core.crisis import sounds_urgent
from cms.intake.forms import PlainTextField, PublicForm
from cms.intake.keys import hashed

from .models import PageOpinion


class OpinionForm(PublicForm):
    """The words beside a yes or no, which stands in the address."""

    name = "contribute-useful"
    holds = True

    comment = PlainTextField(
        label="Would you like to say why?", lines=3, max_length=2000, required=False,
        help_text="Please name nobody. We do not know who you are, so we cannot answer.",
        error_messages={"max_length": "This is longer than we can take: %(show_value)s letters of at most %(limit_value)s"},
    )  # fmt: skip


def keep(once, is_useful, comment, *, is_held=False, **subject):
    """Keep one opinion about ``page=…``, ``service=…`` or ``place=…``; return it. ``is_held``: not counted before somebody looked.

    ``once`` is the one-use part of the form's token: sent again, the first answer stands, and takes the words
    that it did not have yet. So a press and the comment after it are one opinion.
    """
    token_hash = hashed(once)
    values = {"comment": comment, "is_urgent": sounds_urgent(comment)} | ({"is_held": True} if is_held else {})
    try:
        with transaction.atomic():
            opinion, is_new = PageOpinion.objects.get_or_create(
                token_hash=token_hash, defaults={"is_useful": is_useful, **subject, **values}
            )
    except IntegrityError:
        # The same moment, from two tabs: the other one is there now.
        opinion, is_new = PageOpinion.objects.get(token_hash=token_hash), False
    if not is_new and comment and PageOpinion.objects.filter(pk=opinion.pk, comment="").update(**values):
        opinion.refresh_from_db()
    return opinion
