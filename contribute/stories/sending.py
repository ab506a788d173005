"""From the answers of the form to a draft page in the workflow *Story review*.

The row of the page holds no word of the story, only its number: search indexes and lists know rows. The words are in its
first version, where editors find them.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Workflow

from cms.core.crisis import sounds_urgent
from cms.intake.forms import link_count
from cms.intake.models.received import by_lot, new_reference
from pages.models import StoryConsent, StoryIndexPage, StoryPage
from pages.models.readings import NOTES
from pages.models.stories import StoryService

from ..forms import MOST_LINKS
from ..models import StorySent
from ..receiving import receive
from .services import listed_as
from .shown import shown_content
from .steps import notes
from .wording import USES, agreed_to, version_for_record

WORKFLOW = "Story review"
NOWHERE = (
    "We cannot take stories at the moment. Your answers are still here: save them to come back later, or ring us. "
    "We are sorry."
)


def take_story(answers, once, *, upload=None, held=""):
    """Keep a story once for the token ``once``; return its StorySent.

    ``answers`` are those of the steps; ``held`` says why it goes to Junk, where it waits for a colleague before the
    review. Raises ValidationError, with words for the teller, where the site has no place for stories.
    """
    index = StoryIndexPage.objects.order_by("pk").first()
    if index is None:
        raise ValidationError(NOWHERE)
    reach, uses = answers.get("reach", {}), answers.get("uses", {})
    agreed = [name for name, *_words in USES if uses.get(name)]
    picture = answers.get("picture", {})
    held = held or ("links" if link_count(all_words(answers)) > MOST_LINKS else "")
    with transaction.atomic():
        sent, is_new = receive(
            StorySent, once, reference=new_reference(), held=held,
            sender={"name": reach.get("your_name", ""), "email": reach.get("your_email", "")},
            wording=agreed_to(agreed), purposes=[short for name, _label, _hint, short in USES if name in agreed],
            upload=upload, people_in_picture=picture.get("people", "") if upload else "",
            services_named=answers.get("services", {}).get("services_named", ""),
            asks_first=bool(reach.get("your_email")) and reach.get("may_correct") != "correct",
            is_urgent=is_heavy(answers),
        )  # fmt: skip
        if is_new:
            _make_page(sent, answers, index)
            _record_consent(sent, uses)
            if not held:
                start_review(sent)
    return sent


def is_heavy(answers):
    """Whether the words, or the notes their teller chose, speak of danger: the help lines come first then."""
    return bool(set(NOTES) & set(answers.get("notes", {}).get("notes", []))) or sounds_urgent(all_words(answers))


def all_words(answers):
    """Return every word of the story as one text."""
    words = answers.get("words", {})
    return "\n\n".join([*(part["words"] for part in words.get("parts", [])), words.get("story", "")])


def _make_page(sent, answers, index):
    page = StoryPage(
        title=f"Story {sent.reference}", slug=f"story-{by_lot()}", live=False, has_unpublished_changes=True
    )
    index.add_child(instance=page)
    sent.page = page
    put_words(page, answers)
    page.save_revision(clean=False)
    sent.first_content = shown_content(page)
    sent.save(update_fields=["page", "first_content"])


def put_words(page, answers):
    """Put what was told onto ``page``; it is not saved here."""
    name = answers.get("name", {})
    page.teller_name, page.name_shown = name.get("teller_name", ""), name.get("name_shown", "")
    page.role = answers.get("role", {}).get("role") or page.role
    page.told_on = timezone.localdate()
    page.body = blocks_of(answers.get("words", {}))
    page.content_notes = [term for term in notes() if term.slug in answers.get("notes", {}).get("notes", [])]
    page.services_mentioned = [
        StoryService(service=service, sort_order=number)
        for number, service in enumerate(listed_as(answers.get("services", {}).get("services_named", "")))
    ]


def blocks_of(words):
    """Return the blocks of the story: each question as a heading with what was written to it, then all the rest."""
    blocks = []
    parts = words.get("parts", [])
    for part in parts:
        blocks += [("heading", {"level": "h2", "text": part["prompt"][:150]}), ("text", rich(part["words"]))]
    if words.get("story"):
        blocks.append(("text", rich(words["story"])))
    return [{"type": kind, "value": value} for kind, value in blocks]


def rich(text):
    """Return plain ``text`` as paragraphs of HTML; an empty line begins a new one."""
    paragraphs = [part.strip("\n") for part in text.split("\n\n")]
    return "".join(
        f"<p>{'<br/>'.join(escape(line) for line in part.split(chr(10)))}</p>" for part in paragraphs if part
    )


def _record_consent(sent, uses):
    StoryConsent.objects.create(
        story=sent.page, wording_version=version_for_record(), agreed_on=timezone.localdate(),
        kept_at=f"Sent in by the form, {sent.reference}",
        **{name: bool(uses.get(name)) for name, *_words in USES},
    )  # fmt: skip


def start_review(sent):
    """Put the draft into the workflow; without one, which only an administrator takes away, it waits in the Inbox."""
    workflow = Workflow.objects.active().filter(name=WORKFLOW).first()
    if workflow is not None:
        workflow.start(sent.page, user=None)
