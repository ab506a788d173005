"""What the newsletter does when something happens elsewhere: mail arrives or is refused, a page stops being public."""

from django.db.models import TextField
from django.db.models.functions import Cast
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_unpublished

from cms.intake.mail import message_given_up, message_sent
from cms.intake.refusals import ADDRESS

from .leaving import drop_waiting, refused
from .models import Delivery, Issue


@receiver(message_sent)
def note_arrival(sender, row, at, **_kwargs):
    """An issue has left for one reader."""
    if row.is_bulk:
        Delivery.objects.filter(message=row.pk).update(sent_at=at)


@receiver(message_given_up)
def note_refusal(sender, row, at, refusal, **_kwargs):
    """An issue will not reach one reader; where there is no such address, it is never written to again."""
    if not row.is_bulk:
        return
    delivery = Delivery.objects.select_related("subscriber").filter(message=row.pk).first()
    if delivery is None:
        return
    Delivery.objects.filter(pk=delivery.pk).update(refused_at=at)
    if refusal == ADDRESS and delivery.subscriber:
        refused(delivery.subscriber)


def showing(page):
    """Return the issues that show ``page``."""
    # A longer number may hold this one: the numbers themselves decide.
    perhaps = Issue.objects.annotate(written=Cast("body", TextField())).filter(written__contains=str(page.pk))
    return [issue for issue in perhaps if page.pk in issue.page_numbers()]


@receiver(page_unpublished)
def take_back(sender, instance, **_kwargs):
    """What waits in the outbox with a page that is no longer public is written anew without it."""
    for issue in showing(instance):
        if issue.due_at and not issue.finished_at:
            drop_waiting(issue.deliveries.all())
            Issue.objects.filter(pk=issue.pk).update(filled_at=None)


@receiver(pre_delete)
def forget_words_about(sender, instance, **_kwargs):
    """An editor's own words about a page go with it: of a story that is withdrawn, they tell what it told."""
    if not isinstance(instance, Page):
        return
    take_back(sender, instance)
    for issue in showing(instance):
        body = list(issue.body.raw_data)
        for part in body:
            if part["type"] == "page" and part["value"]["page"] == instance.pk:
                part["value"] = {"page": None, "words": ""}
        issue.body = issue.body.stream_block.to_python(body)
        issue.save(update_fields=["body"])
