"""What we keep of one person: all of it handed out, or deleted, by their email address or by a reference.

Privacy Act 1988 (Cth), Australian Privacy Principles 12 and 13; Health Records Act 2001 (Vic), Health Privacy Principle 6.
"""

import re

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast

from .handed_out import file_of
from .models import Draft, OutboxMessage, Sender
from .models.received import REFERENCE_LETTERS
from .purge import delete_draft, forget, received_models

REFERENCE = re.compile(rf"[{REFERENCE_LETTERS}]{{4}}-?[{REFERENCE_LETTERS}]{{4}}", re.IGNORECASE)
_more = {}


def register(name, export, erase):
    """Let an app above hand out and delete what it keeps of people elsewhere.

    ``export(email)`` returns a list of dicts, ``erase(email)`` how many rows it deleted.
    """
    _more[name] = (export, erase)


def _received(who):
    """Yield each model of received things with its rows that ``who`` (an address or a reference) sent."""
    if REFERENCE.fullmatch(who):
        letters = who.upper().replace("-", "")
        condition = Q(reference=f"{letters[:4]}-{letters[4:]}")
    else:
        condition = Q(sender__email__iexact=who)
    for model in received_models():
        yield model, model.objects.filter(condition).select_related("sender", "consent").order_by("pk")


def _drafts(email):
    """Return the forms that somebody began and in which this address stands."""
    text = Cast("answers", models.TextField())
    return Draft.objects.annotate(text=text).filter(text__icontains=f'"{email}"')


def _mail(email):
    """Return the messages of the outbox to this address."""
    text = Cast("recipients", models.TextField())
    return OutboxMessage.objects.annotate(text=text).filter(text__icontains=f'"{email}"')


def export(who):
    """Return all that is kept of the person with this email address, or under this reference: a dict of lists by name.

    A field that a kind holds is in it, unless its NOT_TOLD says why not. No colleague's name or note is. Files are named, with
    the address where staff open them to send them along. Empty where there is nothing.
    """
    who = who.strip()
    kept = {}
    for model, rows in _received(who):
        told = []
        for row in rows:
            sender = {
                name: value
                for name in ("name", "email", "phone", "postal_address")
                if row.sender and (value := getattr(row.sender, name))
            }
            told.append(row.told() | ({"sender": sender} if sender else {}))
        kept[str(model._meta.verbose_name_plural)] = told
    if not REFERENCE.fullmatch(who):
        kept["forms that were begun"] = [
            {
                "form": draft.form, "kept until": draft.expires_at.isoformat(), "answers": draft.answers,
                "files": [file_of(upload) for upload in draft.uploads.order_by("pk")],
            }
            for draft in _drafts(who)
        ]  # fmt: skip
        kept["emails sent"] = [{"subject": mail.subject, "written": mail.created_at.isoformat()} for mail in _mail(who)]
        for name, (export_more, _erase) in _more.items():
            kept[name] = export_more(who)
    return {name: rows for name, rows in kept.items() if rows}


@transaction.atomic
def erase(who):
    """Delete what is kept of the person with this email address, or under this reference; return counts by name.

    What they agreed to publish and is published is not deleted here: it is withdrawn, where their name stands by it.
    """
    who = who.strip()
    counts = {}
    for model, rows in _received(who):
        pks = list(rows.values_list("pk", flat=True))
        if pks:
            forget(model, pks)
            counts[str(model._meta.verbose_name_plural)] = len(pks)
    if REFERENCE.fullmatch(who):
        return counts
    for name, (_export, erase_more) in _more.items():
        counts[name] = erase_more(who)
    drafts = list(_drafts(who))
    for draft in drafts:
        delete_draft(draft)
    counts["forms that were begun"] = len(drafts)
    counts["emails"] = _mail(who).delete()[0]
    counts["contact details"] = Sender.objects.filter(email__iexact=who).delete()[1].get("intake.Sender", 0)
    return {name: count for name, count in counts.items() if count}
