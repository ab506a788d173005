"""The teller says yes to a story as readers would see it, before it is published: asked by a mailed link, once each time."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from cms.core.site_links import absolute_url
from cms.intake.mail import send_template
from cms.intake.models import AccessLink
from pages.models import StoryPage
from pages.next_steps import next_step

from .. import desk
from ..mails_of_work import CHANGE_NEXT, WROTE_TOO
from ..models import Channel, Message, StoryAsk, StorySent
from ..models.stories import NotTheirWords
from ..receiving import take_back_link, tell_staff
from .shown import digest, digests, easy_reads
from .spelling import why_not_mended

ASK = "contribute.story.ask"
ASKED_FOR = timedelta(days=30)
# Each question is a mail to somebody who told us their story.
A_DAY, MOST_A_DAY = timedelta(days=1), 5
Answer = StoryAsk.Answer
Status = StorySent.Status

NOT_YET = "Its teller has not agreed to it as it stands. Save it, then ask the teller."
NUMBERED = "Give it a title of its own first. Our number for it is its teller’s, and readers must not see it."
RETOLD = "Its teller is not asked about spelling, but Easy Read tells it in other words. Save it, then ask the teller."
NOT_RETOLD = "Its teller left no address, and Easy Read tells it in other words. So nobody can agree to it."
NOBODY_TO_ASK = "Its teller can no longer be asked, so it can only be published as they last agreed to it."


def _holds_number(sent, version):
    readable = " ".join([version.title, version.seo_title, version.slug]).lower()
    return sent.reference.lower() in readable


def why_not_said(page, of_latest=False):
    """Return why a story that was sent in, or its Easy Read, may not be published as ``page`` stands; '' where it may.

    For a story that its teller wants to see first, only what they said yes to may be published, to the letter. Of any other,
    what they sent with its spelling mended may be too; Easy Read, which tells it in other words, needs a yes always.
    """
    story = page if isinstance(page, StoryPage) else getattr(page, "told", None)
    sent = StorySent.objects.filter(page=story.alias_of_id or story.pk).first() if story else None
    if sent is None:
        return ""
    version = page.get_latest_revision_as_object() if of_latest else page
    if _holds_number(sent, version):
        return NUMBERED
    why = NOT_YET if sent.has_email else NOBODY_TO_ASK
    if not sent.asks_first:
        retold = RETOLD if sent.has_email else NOT_RETOLD
        why = why_not_mended(sent, version) if story is page else retold
    return "" if not why or has_yes(sent, version) else why


def has_yes(sent, version):
    """Whether the teller agreed to exactly what readers would see of ``version``; the last they said of it counts."""
    return _last_answer(sent, digest(version)) == Answer.YES


def _last_answer(sent, shown):
    answered = sent.asks.exclude(answer=Answer.NONE).order_by("-answered_at", "-pk").values_list("answer", "digests")
    return next((answer for answer, digests_then in answered if shown in digests_then), Answer.NONE)


def why_not_ask(sent, version):
    """Return why the teller is not asked about ``version``, as a sentence; '' where they may be."""
    if sent.page is None or not sent.has_email:
        return "They left no address, so nobody can be asked."
    if not sent.asks_first and not why_not_mended(sent, version) and not easy_reads(version):
        return "They let an editor correct spelling and want no question."
    if sent.status == Status.JUNK or (sent.is_over and sent.decision != StorySent.Decision.APPROVED):
        return "It is closed. Open it again in the Inbox first."
    shown = digests(version)
    if all(_last_answer(sent, each) == Answer.YES for each in shown):
        return "They agreed to it as it stands."
    lately = sent.asks.filter(asked_at__gt=timezone.now() - A_DAY)
    if any(ask.digests == shown for ask in lately) or lately.count() >= MOST_A_DAY:
        return "They were asked today. Give them a day before you ask once more."
    return ""


@transaction.atomic
def ask_teller(sent, user):
    """Mail the teller a link to the newest version of their story; links before it end. Return the StoryAsk.

    Raises NotTheirWords where there is nobody to ask, or nothing, or they were asked just now.
    """
    row = desk.claim(sent, "")
    version = row.page and row.page.get_latest_revision_as_object()
    if why := why_not_ask(row, version):
        raise NotTheirWords(why)
    before = row.asks.values("uuid")
    AccessLink.objects.usable().filter(purpose=ASK, subject__in=before).update(used_at=timezone.now())
    ask = StoryAsk.objects.create(sent=row, revision=row.page.latest_revision, digests=digests(version))
    # Nobody's name is with the link: it is to say that the story is gone also when its sender is.
    _link, token = AccessLink.make(ASK, ask.uuid, None, life=ASKED_FOR)
    send_template(
        f"contribute:{row.pk}:ask:{ask.pk}", "contribute/story/email/ask", row.sender.email,
        {
            "reference": row.reference, "link": absolute_url(reverse("contribute:story_answer", args=[token])),
            "take_back": take_back_link(row), "days": ASKED_FOR.days,
        },
    )  # fmt: skip
    # As with an answer of ours: who asked hears what they say, where nobody else looks after it.
    desk.move(row, Status.WAITING, assigned_to=row.assigned_to or user)
    log(instance=row, action="contribute.story.asked", user=user)
    return ask


def shown_to(ask):
    """Return the version that ``ask`` is about; None where it is gone, or is no longer what would be published."""
    if ask.revision is None or ask.sent.page is None:
        return None
    version = ask.revision.as_object()
    return version if digests(version) == ask.digests else None


@transaction.atomic
def take_answer(link, ask, answer, words=""):
    """Keep what the teller answered and use up the link; return whether it was still open.

    *No* takes the story back: all that was sent is deleted. Yes and a change go on to the editors. Raises Emptied for
    these two where what was kept of the teller is deleted and only the story is left.
    """
    if not link.use():
        return False
    StoryAsk.objects.filter(pk=ask.pk).update(answer=answer, answered_at=timezone.now())
    row = desk.claim(ask.sent, "", even_emptied=answer == Answer.NO)
    log(instance=row, action=f"contribute.story.{answer}")
    if answer == Answer.NO:
        desk.take_back(row)
        return True
    if words:
        Message.objects.create(contribution=row, kind=Message.Kind.IN, words=words)
    if row.status == Status.JUNK:
        desk.touch(row)
        return True
    channel = Channel.objects.get(kind=row.kind)
    # A yes with nothing beside it waits for no answer of ours.
    waits = words or answer != Answer.YES
    desk.move(row, Status.STARTED, due_on=channel.due_from(timezone.localdate()) if waits else None)
    tell_staff(
        row, channel, template="teller_yes" if answer == Answer.YES else "teller_changes", cause=f"answer:{ask.pk}",
        words_for=lambda person: _after_answer(row, answer, words, person),
    )  # fmt: skip
    return True


def _after_answer(row, answer, words, person):
    """Return what the letter about a teller's answer says to ``person``: what comes next for them, and where."""
    said = {"wrote_too": WROTE_TOO if words else "", "is_urgent": row.is_urgent and bool(words)}
    if answer != Answer.YES:
        return said | {"next": CHANGE_NEXT}
    story = StoryPage.objects.get(pk=row.page_id)
    said["next"] = next_step(story, person)
    if story.permissions_for_user(person).can_edit():
        said["link"] = absolute_url(reverse("wagtailadmin_pages:edit", args=[story.pk]))
    return said
