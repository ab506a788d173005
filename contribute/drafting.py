"""What a colleague makes of a suggestion: a draft in Wagtail's editor, never a page that readers see."""

from datetime import datetime, time

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.html import format_html
from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.rich_text import RichText

from cms.intake.models import ReasonTemplate
from cms.intake.review_forms import AnswerForm
from pages.dates import MELBOURNE
from pages.models import OpportunityIndexPage, OpportunityPage, QuestionsPage, ResourceIndexPage, ResourcePage
from pages.models.resources import KIT

from . import acts, desk
from .models import Contribution, Suggestion

About = Suggestion.About
# The group of the page of questions where those of readers wait for their place.
ASKED = "Asked by readers"
INDEX = {About.OPPORTUNITY: OpportunityIndexPage, About.RESOURCE: ResourceIndexPage, About.QUESTION: QuestionsPage}


class CannotBeDrafted(desk.DecisionRefused):
    def __init__(self, reason):
        self.message = f"No draft was made: {reason}"
        super().__init__(self.message)


def place_for(suggestion):
    """Return the page below which its draft goes, or in which its question is drafted; None where there is none."""
    model = INDEX.get(suggestion.about)
    return model.objects.filter(alias_of=None).order_by("path").first() if model else None


def may_write(suggestion, user, place):
    """Whether ``user`` may make the draft at ``place``, by Wagtail's own rights on that page."""
    if place is None or not user.has_perm("contribute.change_suggestion"):
        return False
    rights = place.permissions_for_user(user)
    return rights.can_edit() if suggestion.about == About.QUESTION else rights.can_add_subpage()


@transaction.atomic
def make_draft(suggestion, *, user, seen=""):
    """Make a draft of it and return the page; where there is one already, that one, and nothing is made.

    Raises PermissionDenied, SomebodyWasFirst and CannotBeDrafted.
    """
    row = desk.claim(suggestion, "")
    if row.draft_id:
        return row.draft
    row = desk.claim(suggestion, seen)
    place = place_for(row)
    if not may_write(row, user, place):
        raise PermissionDenied
    try:
        row.draft = draft_question(row, place, user) if row.about == About.QUESTION else draft_page(row, place, user)
    except ValidationError as error:
        raise CannotBeDrafted(" ".join(error.messages)) from error
    desk.move(row, Contribution.Status.STARTED, assigned_to=row.assigned_to or user)
    log(instance=row, action="contribute.drafted", user=user)
    return row.draft


def draft_page(row, place, user):
    """Return a new draft below ``place`` that says what was suggested and where it is."""
    if row.about == About.OPPORTUNITY:
        page = OpportunityPage(title=row.title, apply_url=row.website)
        if row.closes_on:
            # Midnight stands for the whole of that day.
            page.closes_at = datetime.combine(row.closes_on, time(), tzinfo=MELBOURNE)
    else:
        link = format_html('<p><a href="{}">{}</a></p>', row.website, row.title)
        page = ResourcePage(title=row.title, body=[("text", RichText(link))])
    page.live, page.has_unpublished_changes, page.owner = False, True, user
    # An address cannot be made of every title; and one of them the list of resources needs for itself.
    if slugify(row.title, allow_unicode=True) in ("", KIT):
        page.slug = f"suggestion-{row.pk}"
    place.add_child(instance=page)
    # Its teaser is the editor's to write: the form asks for it.
    page.save_revision(user=user, log_action="wagtail.create", clean=False)
    return page


def draft_question(row, place, user):
    """Add the question, without an answer, to the newest draft of the page of questions; return that page."""
    if place.permissions_for_user(user).page_locked():
        raise CannotBeDrafted("the page of questions is locked. Ask who locked it.")
    page = place.get_latest_revision_as_object()
    question = {"question": row.title, "answer": RichText("")}
    for group in page.groups:
        if group.value["audience"] == ASKED:
            group.value["questions"].append(question)
            break
    else:
        page.groups.append(("group", {"audience": ASKED, "questions": [question]}))
    page.save_revision(user=user, clean=False)
    return place


def undo(row):
    """Delete the draft that was made of it, or its question, where nobody has written anything to it since."""
    page = row.draft.specific if row.draft_id else None
    if page is None:
        return
    if row.about == About.QUESTION:
        _drop_question(page, row.title)
    elif not page.live and page.first_published_at is None and page.revisions.count() == 1:
        page.delete()
        row.draft = None


def _drop_question(place, title):
    page = place.get_latest_revision_as_object()
    changed = False
    for number, group in reversed(list(enumerate(page.groups))):
        if group.value["audience"] != ASKED:
            continue
        questions = group.value["questions"]
        for position, item in reversed(list(enumerate(questions))):
            if item["question"] == title and not item["answer"].source.strip():
                del questions[position]
                changed = True
        if changed and not questions:
            del page.groups[number]
    if changed:
        page.save_revision(clean=False)


class ThanksForm(AnswerForm):
    decision = ReasonTemplate.For.ANSWER
    label = "What we say to them"
    hint = "They read this in an email. Thank them, and say kindly why it stays as it is."
    needed = "Write a sentence or two: a person reads this."


def _draft(suggestion, form, *, user, seen):
    page = make_draft(suggestion, user=user, seen=seen)
    suggestion.draft_id = page.pk
    return format_html('There is a draft. <a href="{}">Open it and finish it</a>', suggestion.draft_url)


def _thank(suggestion, form, *, user, seen):
    desk.reply(suggestion, form.cleaned_data["comment"], user=user, seen=seen)
    return "Your thanks are on their way to them."


def _may_draft(suggestion, user):
    # Also where there is one: whoever presses a button that was drawn before is led to it.
    return bool(suggestion.draft_id) or (not suggestion.is_over and may_write(suggestion, user, place_for(suggestion)))


def _may_thank(suggestion, user):
    return not suggestion.is_over and bool(suggestion.sender and suggestion.sender.email)


acts.register(
    Suggestion.KIND,
    acts.Act(
        "draft", "Make a draft of it",
        "It gets the name and the web address, and nothing that they wrote to us. Readers see it once you publish it. "
        "Where there is a draft already, this leads to it.",
        forms.Form, _draft, _may_draft,
    ),
    acts.Act("thank", "Thank them, and leave it", "", ThanksForm, _thank, _may_thank),
)  # fmt: skip
