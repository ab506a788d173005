"""Services that a story names: those called exactly so stand with it at once, an editor chooses among the others."""

from django import forms
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.html import format_html
from wagtail.log_actions import log

from cms.intake.review import DecisionRefused
from directory.likely import likely
from directory.models import Service
from pages.models.stories import StoryService

from .. import acts, desk
from ..models import StorySent

# A line each, as many as the form takes in earnest; each is a few questions to the directory's search.
MOST_LINES = 20


class Guesses:
    """What the directory may have of what ``sent``, a StorySent with a page, names."""

    def __init__(self, sent):
        self.version = sent.page.get_latest_revision_as_object()
        self.lines = lines_of(sent.services_named)

    @cached_property
    def led_to(self):
        """The services that the story leads to as it stands: a list."""
        return [one.service for one in self.version.services_mentioned.all() if one.service]

    @cached_property
    def open(self):
        """Pairs of a line, and the services that it may mean and the story does not lead to yet; lines without any left out."""
        known = {service.pk for service in self.led_to}
        found = [(line, likely(line)) for line in self.lines]
        # What the story leads to already, by its very name or by an editor's choice, is among the guesses: that is settled.
        return [(line, guesses) for line, guesses in found if guesses and not known & {each.pk for each in guesses}]


def lines_of(named):
    """Return the lines of ``named`` that say something: a list."""
    return list(dict.fromkeys(filter(None, (line.strip() for line in named.splitlines()))))[:MOST_LINES]


def exactly(line):
    """Return the listed service that is called ``line``, whatever the case; None where there is none."""
    return Service.objects.listed().filter(name__iexact=line).first()


def listed_as(named):
    """Return the services of the directory that are called exactly as a line of ``named``: a list, in its order."""
    return list(dict.fromkeys(filter(None, map(exactly, lines_of(named)))))


def guesses_of(sent):
    """Return the Guesses of ``sent``; asked once for a screen."""
    if not hasattr(sent, "_guesses"):
        sent._guesses = Guesses(sent)
    return sent._guesses


class ServicesForm(forms.Form):
    """For each name that the directory does not have exactly so, the entries that it may mean. None is chosen."""

    def suit(self, sent):
        for number, (line, services) in enumerate(guesses_of(sent).open):
            self.fields[f"line-{number}"] = forms.TypedMultipleChoiceField(
                label=f"They wrote “{line}”", required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
                choices=[(service.pk, choice_of(service)) for service in services],
            )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        self.chosen = list(dict.fromkeys(pk for pks in cleaned.values() for pk in pks))
        if not self.chosen and not self.errors:
            raise forms.ValidationError(
                "Choose the entry that they mean. If it is none of these, leave them as they are."
            )
        return cleaned


def choice_of(service):
    """Return what stands beside the box of ``service``: its name, where it is, a link to look at it."""
    where = ", ".join(
        dict.fromkeys(place.public_locality.name for place in service.locations.all() if place.public_locality)
    )
    return format_html(
        '{}{} (<a href="{}" target="_blank">see the entry</a>)', service.name, f", {where}" if where else "",
        service.get_absolute_url(),
    )  # fmt: skip


class NothingToLead(DecisionRefused):
    message = "The story is gone, so it leads nowhere. Nothing was changed."


@transaction.atomic
def lead_to(sent, form, *, user, seen):
    """Let the story's newest version lead to the chosen services too. Raises SomebodyWasFirst and NothingToLead."""
    row = desk.claim(sent, seen)
    if row.page is None:
        raise NothingToLead
    version = row.page.get_latest_revision_as_object()
    known = {one.service_id for one in version.services_mentioned.all()}
    chosen = Service.objects.listed().in_bulk([pk for pk in form.chosen if pk not in known])
    version.services_mentioned = [
        *version.services_mentioned.all(),
        *(
            StoryService(service=chosen[pk], sort_order=len(known) + number)
            for number, pk in enumerate(pk for pk in form.chosen if pk in chosen)
        ),
    ]
    version.save_revision(user=user, clean=False)
    desk.touch(row)
    log(instance=row, action="contribute.story.services", user=user)
    names = ", ".join(f"“{chosen[pk].name}”" for pk in form.chosen if pk in chosen)
    return f"The story’s newest version leads to {names}." if names else "The story leads there already."


def may_lead(sent, user):
    """Whether there is something to choose, and ``user`` may change the draft now."""
    if sent.is_over or sent.page is None or not sent.services_named:
        return False
    rights = sent.page.permissions_for_user(user)
    return rights.can_edit() and not rights.page_locked() and bool(guesses_of(sent).open)


acts.register(
    StorySent.KIND,
    acts.Act(
        "services", "Lead to these services",
        "The directory has entries that they may mean. Choose only what you are sure of. Readers find the entry under the story.",
        ServicesForm, lead_to, may_lead,
    ),
)  # fmt: skip
