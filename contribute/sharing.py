"""Work that somebody shared, from the desk to the site: a draft page, which a colleague finishes and publishes."""

import io

from django import forms
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import Truncator, slugify
from wagtail.documents import get_document_model
from wagtail.log_actions import log
from wagtail.models import Collection, CollectionViewRestriction, Workflow
from wagtail.rich_text import RichText
from wagtail.signals import page_published

from cms.core.models import PageTerm, Term
from cms.intake.forms import clean_text
from cms.intake.mail import send_template
from cms.intake.models.received import by_lot
from cms.intake.purge import delete_uploads
from pages.models import ResearchAuthor, ResearchIndexPage, ResearchPage, ResourceIndexPage, ResourcePage

from . import acts, desk
from .models import Contribution, Work
from .receiving import take_back_link

WORKFLOW = "Review of shared work"
# Only who is signed in gets what lies there: a document in the library has an address from the first moment.
WAITING = "Sent in, not yet on the site"
LICENCES = {
    Work.Licence.BY: "CC BY 4.0: use, change and share it, and say who made it",
    Work.Licence.BY_NC: "CC BY-NC 4.0: use, change and share it, not to make money, and say who made it",
    Work.Licence.READ: "Please ask us before you use it elsewhere",
    Work.Licence.TALK: "",
}
RESOURCE_TYPES = {Work.Type.TEMPLATE: ResourcePage.Type.TEMPLATE, Work.Type.RESOURCE: ResourcePage.Type.GUIDE}
RESEARCH = {Work.Type.RESEARCH, Work.Type.EVALUATION}


class NoPlace(desk.DecisionRefused):
    """There is no page to put it under."""

    message = (
        "There is no list of resources, or of research, to put it under. Make that page first. Nothing was changed."
    )


class AcceptForm(forms.Form):
    """What an editor looks at before a draft is made."""

    sure = forms.BooleanField(
        label="I have opened the file or link, and nobody in it can be recognised who did not agree",
        error_messages={"required": "Tick this when you have looked at it"},
    )


class DeclineForm(forms.Form):
    """The words for somebody whose work is not taken."""

    words = forms.CharField(
        label="What we say to them", max_length=2000, widget=forms.Textarea({"rows": 6}), initial=(
            "Thank you for sharing your work with us, and for the care that is in it. We will not put it on our site. "
            "That does not say it is not good: we can only show what fits beside the rest. You are welcome to send us "
            "something again, or to ask us why."
        ),
        help_text="They read this in an email, if they left an address. Say why, and what they could do next.",
        error_messages={"required": "Write a sentence or two: somebody took the trouble to send it"},
    )  # fmt: skip


def parent_of(work):
    """Return the list that a page of this kind stands in, or None."""
    model = ResearchIndexPage if work.work_type in RESEARCH else ResourceIndexPage
    return model.objects.order_by("-live", "pk").first()


def waiting_collection():
    """Return the collection for documents of drafts, made on first use: only who is signed in gets them."""
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=WAITING).first() or root.add_child(name=WAITING)
    CollectionViewRestriction.objects.get_or_create(
        collection=found, defaults={"restriction_type": CollectionViewRestriction.LOGIN}
    )
    return found


def document_of(work, user):
    """Make a document of the library of what was sent, which was written anew when it came; return it."""
    with work.upload.file.open("rb") as source:
        content = source.read()
    document = get_document_model()(
        title=work.title, licence=LICENCES[work.licence][:100], uploaded_by_user=user, collection=waiting_collection()
    )
    name = f"{slugify(work.title)[:60] or 'work'}-{by_lot()}{work.upload.extension}"
    document.file = File(io.BytesIO(content), name=name)
    document.file_size = len(content)
    document.save()
    return document


def draft_of(work, document):
    """Return an unsaved page of what was sent; an editor makes it ready."""
    teaser = Truncator(" ".join(work.words.split())).chars(160)
    shared = {"title": work.title, "slug": f"{slugify(work.title)[:100] or 'work'}-{by_lot()}"}
    shared |= {"teaser": teaser, "live": False}
    if work.work_type in RESEARCH:
        is_evaluation = work.work_type == Work.Type.EVALUATION
        page = ResearchPage(
            **shared, question=Truncator(work.words).chars(500), paper_title=work.title,
            study_type=ResearchPage.StudyType.EVALUATION if is_evaluation else "",
            publication_type=ResearchPage.PublicationType.REPORT,
            open_access_url=work.link, document=document,
        )  # fmt: skip
        page.authors = [ResearchAuthor(family=work.shown_name)]
    else:
        page = ResourcePage(
            **shared, resource_type=RESOURCE_TYPES.get(work.work_type, ResourcePage.Type.HANDOUT), document=document,
            licence=LICENCES[work.licence][:100], body=[("text", RichText(body_of(work)))],
        )  # fmt: skip
    terms = Term.objects.in_use().filter(slug__in=work.audiences, taxonomy__slug="audiences")
    page.page_terms = [PageTerm(term=term) for term in terms]
    return page


def body_of(work):
    """Return what was said of it as rich text, with who made it and where it is."""
    paragraphs = [escape(part.strip()) for part in clean_text(work.words).split("\n") if part.strip()]
    paragraphs.append(escape(f"Made by {work.shown_name}."))
    if work.link:
        paragraphs.append(f'<a href="{escape(work.link)}">{escape(work.title)}</a>')
    return "".join(f"<p>{part}</p>" for part in paragraphs)


def accept(work, form, *, user, seen):
    """Make a draft page of it, in review by a colleague, and tell its sender; return words that say so.

    Raises SomebodyWasFirst, and NoPlace where no list is there to put it in.
    """
    with transaction.atomic():
        row = desk.claim(work, seen)
        parent = parent_of(row)
        if parent is None:
            raise NoPlace
        row.document = document_of(row, user) if row.upload else None
        row.page = parent.add_child(instance=draft_of(row, row.document))
        # What it lacks is the editor's to write: the form asks for it at publication.
        row.page.save_revision(user=user, log_action="wagtail.create", clean=False)
        workflow = Workflow.objects.filter(name=WORKFLOW, active=True).first()
        if workflow is not None:
            workflow.start(row.page, user)
        if row.upload:
            upload, row.upload = row.upload, None
            row.save(update_fields=["upload"])
            delete_uploads([upload])
        row.decision = Contribution.Decision.APPROVED
        desk.move(row, Contribution.Status.DONE, assigned_to=row.assigned_to or user)
        log(instance=row, action="contribute.accepted", user=user)
        tell(row, "accepted")
    return "A draft is made of it, and it waits for a colleague’s review. Open it below “The page made of it”."


def decline(work, form, *, user, seen):
    """Say kindly that it is not taken, and delete the file; return words that say so. Raises SomebodyWasFirst."""
    with transaction.atomic():
        row = desk.claim(work, seen)
        if row.sender and row.sender.email:
            desk.reply(row, form.cleaned_data["words"], user=user)
            row = desk.claim(row, "")
        if row.upload:
            upload, row.upload = row.upload, None
            row.save(update_fields=["upload"])
            delete_uploads([upload])
        row.decision = Contribution.Decision.DECLINED
        desk.move(row, Contribution.Status.DONE, assigned_to=row.assigned_to or user)
        log(instance=row, action="contribute.declined", user=user)
    told = "Its sender is told." if row.sender and row.sender.email else "They left no address to tell them."
    return f"It is not taken, and its file is deleted. {told}"


def tell(work, what):
    """Mail its sender, where there is an address, what became of it: once, and nothing of what it is."""
    if work.sender and work.sender.email:
        send_template(
            f"contribute:{work.pk}:{what}", f"contribute/email/{what}", work.sender.email,
            {"reference": work.reference, "take_back": take_back_link(work)},
        )  # fmt: skip


def is_live_now(sender, instance, **kwargs):
    """When the page made of it is published, let its document out; the first time, tell its sender."""
    found = Work.objects.filter(page=instance.pk).first()
    if found is None:
        return
    with transaction.atomic():
        work = desk.claim(found, "")
        if work.document and work.document.collection.name == WAITING:
            work.document.collection = Collection.get_first_root_node()
            work.document.save()
        # Kept here, since the mail itself is deleted in time: a slip that is mended later is no news for its sender.
        if work.published_on is None:
            Work.objects.filter(pk=work.pk).update(published_on=timezone.localdate())
            tell(work, "endorsed")


for page_type in (ResourcePage, ResearchPage):
    page_published.connect(is_live_now, sender=page_type, dispatch_uid=f"contribute.work.{page_type.__name__}")


def may_decide(work, user):
    return not work.is_over and user.has_perm("contribute.change_work")


def may_accept(work, user):
    parent = parent_of(work)
    return (
        may_decide(work, user) and work.page_id is None and (not work.upload_id or user.has_perm("intake.read_upload"))
        and (parent is None or parent.permissions_for_user(user).can_add_subpage())
    )  # fmt: skip


acts.register(
    Work.KIND,
    acts.Act(
        "accept", "Make a draft page of it",
        "A colleague then makes it ready and publishes it. Nothing is on the site before that. Its sender is told.",
        AcceptForm, accept, may_accept,
    ),
    acts.Act(
        "decline", "Do not take it", "Its sender gets your words by email. The file is deleted now.",
        DeclineForm, decline, may_decide,
    ),
)  # fmt: skip
