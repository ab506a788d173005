"""Printed copies by post: what there is on the shelf, and who asked for how many of it."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel

from cms.core.models.remembered import Remembered
from pages.models import HardCopies

from .contributions import Contribution, ContributionQuerySet

ALL_TAKEN = "All our printed copies are on their way to people at the moment. Please ask again in a few weeks."
NONE_NOW = "We have none at the moment. You can print each module from its own page."


# What requests hold that nobody has looked at: all of a small pile, which a few people ask for in a week …
SMALL_PILE = 20
# … and of a larger one this part. So nobody empties the shelf by asking from many addresses.
UNREAD_PART = 2


class CopyItemQuerySet(models.QuerySet):
    def with_promised(self):
        """Add ``promised``: how many of each are asked for by requests that wait to be posted; and ``unread``: how many of
        these by requests that nobody has looked at. One query for all."""
        waits = Q(lines__request__status__in=Contribution.OPEN, lines__request__posted_on=None)
        unread = Q(lines__request__status=Contribution.Status.NEW, lines__request__assigned_to=None)
        # A sum drops the order that rows otherwise have.
        return self.annotate(
            promised=Coalesce(Sum("lines__quantity", filter=waits), 0),
            unread=Coalesce(Sum("lines__quantity", filter=waits & unread), 0),
        ).order_by("sort_order", "name")

    def overasked(self):
        """Return the items of which more is asked for than the shelf holds: a list, each with ``promised``."""
        return [item for item in self.with_promised() if item.stock is not None and item.promised > item.stock]

    def offered(self):
        """Return what readers may ask for, each with ``promised`` and its page: a list."""
        return list(self.filter(is_offered=True).with_promised().select_related("page"))

    def lock(self, pks):
        """Hold the items ``pks`` until the transaction ends, always in one order; return them by key, as they are now."""
        list(self.select_for_update().filter(pk__in=pks).order_by("pk"))
        return {item.pk: item for item in self.filter(pk__in=pks).with_promised()}


class CopyItemForm(WagtailAdminModelForm):
    """The shelf as an editor corrects it. What was posted while the form lay open is never written over.

    The form carries the number that the editor saw. Call ``is_valid()`` and ``save()`` in one transaction: the row is held
    between them.
    """

    stock_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["stock_seen"] = self.instance.stock

    def clean(self):
        cleaned = super().clean()
        now = CopyItem.objects.select_for_update().filter(pk=self.instance.pk).first()
        if now is None or "stock" not in cleaned:
            return cleaned
        typed, seen = cleaned["stock"], cleaned.get("stock_seen")
        if typed == seen:
            # They changed something else, and the number is whatever it is by now.
            cleaned["stock"] = now.stock
        elif now.stock not in {seen, typed}:
            self.add_error("stock", moved_meanwhile(seen, now.stock))
            # What they have seen now. A copy, since what a browser sent is not to be changed.
            self.data = self.data.copy()
            self.data[self.add_prefix("stock_seen")] = "" if now.stock is None else now.stock
        return cleaned


def moved_meanwhile(seen, now):
    """Return what is said to who corrects the number ``seen`` when it is ``now`` already: words without a full stop."""
    if now is None:
        return "A colleague stopped counting it while you had this open. Look again, then save once more"
    if seen is not None and now < seen:
        gone = "One was" if seen - now == 1 else f"{seen - now} were"
        return (
            f"{gone} taken off while you had this open, so by our count the shelf holds {now}. "
            "Write how many there are now, then save once more"
        )
    return f"A colleague changed it to {now} while you had this open. Write how many there are now, then save once more"


class CopyItem(Remembered, models.Model):
    """One thing that the Centre sends by post: a printed module, a poster."""

    # What lies on the shelf is counted, and no version's to say.
    LEFT_AS_IS = ("stock",)

    name = models.CharField(max_length=120, unique=True, help_text="As people choose it.")
    description = models.CharField(
        max_length=200, blank=True, help_text="One line under the name: what it is, how many pages it has."
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="page of this site",
        help_text="Where people can look at it first. Optional.",
    )
    stock = models.PositiveIntegerField(
        "on the shelf",
        null=True,
        blank=True,
        validators=[MaxValueValidator(100_000)],
        help_text="How many there are. What is posted is taken off by itself; add to it when new ones come. "
        "Empty: not counted.",
    )
    most = models.PositiveSmallIntegerField(
        "most for one request", default=5, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    is_offered = models.BooleanField("offered", default=True, help_text="Untick it rather than delete it.")
    sort_order = models.PositiveSmallIntegerField("order", default=0, help_text="Lower numbers stand first.")

    panels = [
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("page"),
        FieldRowPanel(
            [FieldPanel("stock"), FieldPanel("most", help_text="Nobody can ask for more at once. For example 20.")]
        ),
        HelpPanel(
            "<p>Who asks for copies has them kept back until they are posted, or the request is ended. "
            f"Of a pile of more than {SMALL_PILE * UNREAD_PART}, requests that nobody has looked at keep back at most half: "
            "so nobody can empty the shelf from afar. Whatever a colleague looks after is kept back whole.</p>",
            heading="What is kept back",
        ),
        MultiFieldPanel([FieldPanel("is_offered"), FieldPanel("sort_order")], heading="On the form"),
    ]

    objects = CopyItemQuerySet.as_manager()
    base_form_class = CopyItemForm

    class Meta:
        ordering = ["sort_order", "name"]
        verbose_name = "printed copy"
        verbose_name_plural = "printed copies"

    def __str__(self):
        return self.name

    @property
    def held(self):
        """How many are kept back for who asked. Asks for ``with_promised``.

        What a colleague has taken on is held whole. What nobody has looked at holds a small pile whole, and half of a large
        one: more than that is asked for when somebody plays with the form, and readers can still ask meanwhile.
        """
        if self.stock is None:
            return self.promised
        return self.promised - self.unread + min(self.unread, max(SMALL_PILE, self.stock // UNREAD_PART))

    @property
    def left(self):
        """How many are kept back for nobody; None where they are not counted. Asks for ``with_promised``."""
        return None if self.stock is None else max(0, self.stock - self.held)

    @property
    def limit(self):
        """How many one person may ask for now."""
        return self.most if self.left is None else min(self.most, self.left)

    @property
    def field(self):
        """The name of its field on the form."""
        return f"item-{self.pk}"


def too_few(item):
    """Return what is said to somebody who asks for more of ``item`` than is left: words without a full stop."""
    if not item.left:
        return f"“{item}” is all gone now. Please take it off, or ask again in a few weeks"
    return f"We have only {item.left} of “{item}” left now. Please ask for {item.left} or fewer"


class CopyRequest(Contribution):
    """Somebody's wish for printed copies. Where to stands in the Sender alone."""

    KIND = "hard-copies"
    PROMISE = "post it"
    FORGOTTEN = Contribution.FORGOTTEN | {"organisation": ""}

    organisation = models.CharField(max_length=120, blank=True)
    posted_on = models.DateField("posted on", null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = "request for printed copies"
        verbose_name_plural = "requests for printed copies"

    @classmethod
    def is_mentioned(cls, request):
        return HardCopies.load(request).state != HardCopies.State.HIDDEN

    @classmethod
    def pause(cls, request):
        copies = HardCopies.load(request)
        if copies.state == HardCopies.State.NONE_NOW:
            return copies.none_now or NONE_NOW
        if copies.state == HardCopies.State.HIDDEN:
            return ""
        return None if any(item.limit for item in CopyItem.objects.offered()) else ALL_TAKEN

    @classmethod
    def make(cls, *, lines, **values):
        """Make a request with its ``lines``, pairs of CopyItem and quantity. What is left is never promised twice.

        Raises ValidationError, by the fields of the form, where less is left by now. What is held under Junk holds
        nothing on the shelf, so it is not counted. Runs in the caller's transaction.
        """
        # The row first: the same form sent twice at once ends here, before it finds the shelf empty.
        row = super().make(**values)
        items = CopyItem.objects.lock([item.pk for item, _quantity in lines])
        if row.status in cls.OPEN:
            wrong = {}
            for item, quantity in lines:
                now = items.get(item.pk)
                if now is None or (now.left is not None and quantity > now.left):
                    wrong[item.field] = too_few(now) if now else f"“{item}” is not offered any more"
            if wrong:
                raise ValidationError(wrong)
        CopyLine.objects.bulk_create(
            CopyLine(request=row, item=items.get(item.pk), item_name=item.name, quantity=quantity)
            for item, quantity in lines
        )
        return row

    @property
    def asked_for(self):
        """What they asked for, a line each: ``2 × Finding your feet``."""
        return "\n".join(str(line) for line in self.lines.all())

    def told(self):
        return super().told() | {"asked for": self.asked_for.splitlines()}

    def desk_rows(self):
        rows = [("Asked for", self.asked_for), ("Organisation", self.organisation)]
        if self.posted_on:
            rows.append(("Posted on", f"{self.posted_on:%-d %B %Y}"))
        return [row for row in rows if row[1]]


class CopyLine(models.Model):
    """How many of one thing somebody asked for."""

    request = models.ForeignKey(CopyRequest, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(CopyItem, null=True, on_delete=models.SET_NULL, related_name="lines")
    # As it was called then; it may be renamed or deleted.
    item_name = models.CharField(max_length=120)
    quantity = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.quantity} × {self.item_name}"
