"""Two entries that are one: what belongs to the one that goes moves to the one that stays, and its address leads there."""

from django.db import models, transaction
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex, RevisionMixin
from wagtail.search.index import insert_or_update_object

from cms.intake.review import DecisionRefused

from . import moderation
from .models import Closure, ListingContact, Service, ServiceRedirect


class MergeRefused(DecisionRefused):
    """The two cannot be merged now; ``message`` says why."""

    def __init__(self, message):
        self.message = message
        super().__init__(message)


def refusal(kept, gone):
    """Return why the two cannot be merged now, in words for the editor, or ''."""
    if kept.pk == gone.pk:
        return "These are the same entry."
    for service in (kept, gone):
        if service.current_workflow_state is not None or service.submissions.undecided().exists():
            return f"Something about “{service.name}” is under review. Decide on that first, then merge."
        if service.contact_requests.undecided().exists():
            return f"Somebody asked to change who looks after “{service.name}”. Decide on that first, then merge."
        if service.has_unpublished_changes and service.live:
            return f"“{service.name}” has changes that are not published. Publish or drop them first, then merge."
    if not kept.live or kept.status == Service.Status.CLOSED:
        return f"“{kept.name}” is not in the directory. Choose the other one to stay, or publish it first."
    return ""


def merge(kept, gone, *, user, phones=False, links=False):
    """Let ``gone`` become part of ``kept``, in one transaction, and return the kept row.

    Contacts, submissions, reports, notes and old addresses move; with ``phones`` or ``links``, numbers and web
    addresses that the kept one has not are added to it. Pages that name the one name the other. The one that goes
    is closed, unpublished and kept for its history; readers of its address are sent on. Raises MergeRefused.
    """
    with transaction.atomic():
        # In one order, so that two merges the other way round at once do not wait for each other for ever.
        locked = {
            row.pk: row for row in Service.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
        }
        if kept.pk not in locked or gone.pk not in locked:
            raise MergeRefused("One of the two was deleted meanwhile.")
        kept, gone = locked[kept.pk], locked[gone.pk]
        reason = refusal(kept, gone)
        if reason:
            raise MergeRefused(reason)
        _move_rows(kept, gone)
        # That it closed is settled: it is part of the other one now.
        gone.closures.unseen().update(seen_at=timezone.now(), seen_by=user)
        _move_references(kept, gone)
        _add_parts(kept, gone, user, phones=phones, links=links)
        ServiceRedirect.objects.filter(service=gone).update(service=kept)
        ServiceRedirect.objects.update_or_create(old_slug=gone.slug, defaults={"service": kept})
        # Whoever takes this address again is no longer sent away from it.
        ServiceRedirect.objects.filter(old_slug=kept.slug).delete()
        if gone.live:
            gone.unpublish(user=user)
        Service.objects.filter(pk=gone.pk).update(
            status=Service.Status.CLOSED, status_since=timezone.localdate(), status_message="", status_until=None
        )
        moderation.end_ways_back(gone)
        log(instance=kept, action="directory.merge", user=user, data={"other": gone.name, "service": gone.pk})
        log(instance=gone, action="directory.merged", user=user, data={"other": kept.name, "service": kept.pk})
    for pk in (kept.pk, gone.pk):
        # update() sends no signal, and the index filters on these fields.
        insert_or_update_object(Service.objects.get(pk=pk))
    return Service.objects.get(pk=kept.pk)


def _move_rows(kept, gone):
    """Move what other tables of the directory hold about ``gone``; a contact whom both have is kept once."""
    there = {email.casefold() for email in kept.listing_contacts.values_list("sender__email", flat=True)}
    for contact in gone.listing_contacts.select_related("sender"):
        if contact.sender.email.casefold() in there:
            contact.delete()
        else:
            ListingContact.objects.filter(pk=contact.pk).update(service=kept)
            there.add(contact.sender.email.casefold())
    for model, field in own_rows():
        model._base_manager.filter(**{field.name: gone}).update(**{field.name: kept})
    assignment = getattr(gone, "assignment", None)
    if assignment is not None:
        assignment.delete()


def _pointing():
    """Return the foreign keys to services, of whatever app, as pairs (model, field)."""
    return [
        (relation.related_model, relation.field)
        for relation in Service._meta.get_fields(include_hidden=True)
        if relation.one_to_many and relation.auto_created
    ]


def own_rows():
    """Return what of the directory's own rows goes with a merge, as pairs (model, field): submissions, reports, notes …

    Not the parts of an entry, which are its content, nor its closings, which are its own past, and not what there may be
    once for a service, such as counts.
    """
    return [
        (model, field)
        for model, field in _pointing()
        if model._meta.app_label == Service._meta.app_label
        and not isinstance(field, ParentalKey)
        and not model._meta.auto_created
        and model not in {ListingContact, ServiceRedirect, Closure}
        and not any(field.name in constraint.fields for constraint in model._meta.total_unique_constraints)
        and not any(field.name in names for names in model._meta.unique_together)
    ]


def references():
    """Return what other apps' rows name a service, as pairs (model, field)."""
    return [(model, field) for model, field in _pointing() if model._meta.app_label != Service._meta.app_label]


def _move_references(kept, gone):
    """Let rows of other apps, such as the services that a story mentions, name ``kept``, in drafts too."""
    for model, field in references():
        parents = [each for each in model._meta.concrete_fields if each is not field and each.is_relation]
        for row in model._default_manager.filter(**{field.name: gone}):
            for parent in parents:
                _rename_in_draft(getattr(row, parent.name), model, field, kept, gone)
            beside = {each.name: getattr(row, each.name) for each in parents if isinstance(each, models.ForeignKey)}
            if beside and model._default_manager.filter(**beside, **{field.name: kept}).exists():
                # It names both: once is enough.
                row.delete()
            else:
                model._default_manager.filter(pk=row.pk).update(**{field.name: kept})
            for parent in parents:
                if isinstance(parent, ParentalKey):
                    ReferenceIndex.create_or_update_for_object(getattr(row, parent.name))


def _rename_in_draft(parent, model, field, kept, gone):
    """Change the id in the latest revision of ``parent`` too, else publishing the draft would bring the old one back."""
    if parent is None or not isinstance(parent, RevisionMixin) or parent.latest_revision is None:
        return
    revision = parent.latest_revision
    for relation in parent._meta.related_objects:
        if relation.related_model is not model:
            continue
        for row in revision.content.get(relation.get_accessor_name(), []):
            if str(row.get(field.name)) == str(gone.pk):
                row[field.name] = kept.pk
                revision.save(update_fields=["content"])


def named_in_texts(service):
    """Return the pages and other things whose text names ``service`` in a block, which a merge does not change: a list.

    Readers see nothing wrong there, since what is not listed is left out; an editor may want to choose the other one.
    """
    moved = {
        key.remote_field.get_accessor_name()
        for model, _field in references()
        for key in model._meta.concrete_fields
        if isinstance(key, ParentalKey)
    }
    return [
        thing
        for thing, found in ReferenceIndex.get_grouped_references_to(service)
        if not all(reference.model_path.split(".")[0] in moved for reference in found)
        and thing._meta.app_label != Service._meta.app_label
    ]


def _add_parts(kept, gone, user, *, phones, links):
    """Add numbers and links of ``gone`` that ``kept`` has not, as a published revision."""
    added = []
    if phones:
        there = {phone.number for phone in kept.phones.all()}
        for phone in gone.phones.all():
            if phone.number not in there:
                kept.phones.add(type(phone)(number=phone.number, label=phone.label, hours=phone.hours, sort_order=99))
                added.append(phone.number)
    if links:
        there = {link.url for link in kept.links.all()} | {kept.website}
        theirs = [(link.label, link.url) for link in gone.links.all()]
        if gone.website:
            theirs.append(("Website", gone.website))
        for label, url in theirs:
            if url not in there:
                kept.links.add(kept.links.model(label=label, url=url, sort_order=99))
                there.add(url)
                added.append(url)
    if added:
        kept.save_revision(user=user, clean=False).publish(user=user)
