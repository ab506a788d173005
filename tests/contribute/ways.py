"""Every way in which the public sends something in: the last press of each, ready to be posted."""

from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.intake.keys import form_token
from cms.intake.models import Draft
from contribute.kinds import KINDS
from contribute.models import StorySent
from contribute.stories.steps import FORM
from pages.models import StoryIndexPage
from tests.intake.making import docx
from tests.pages.factories import StandardFactory, index

from . import telling
from .filled import FIRST, FORMS
from .newsletter.conftest import typed

# What can be sent along: the field, and what the file is called by a device that sends its path.
FILES = {
    "work": lambda: {"document": ("../../our tea.docx", docx())},
    "endorsement": lambda: {"logo": ("../../logo.jpg", telling.a_picture().read())},
}


@dataclass
class Press:
    """One press of the button that sends: where it goes, what is posted, the form's name, files by field."""

    url: str
    data: dict
    form: str
    files: dict = field(default_factory=dict)

    def by(self, client, **changed):
        """Post it as a browser does, with other values for the fields named."""
        files = {name: SimpleUploadedFile(*file) for name, file in self.files.items()}
        return client.post(self.url, self.data | files | changed)


def short(kind, email):
    FIRST.get(kind, bool)()
    form, answers = FORMS[kind]
    data = answers() | {"token": form_token(form), "website_address": "", "your_email": email}
    return Press(reverse(KINDS[kind].url_name), data, form)


def story(email):
    """The button of "Check your answers"; the answers are in the draft."""
    if not StoryIndexPage.objects.exists():
        index(StoryIndexPage)
    answers = telling.answers(reach=telling.ANSWERS["reach"] | {"your_email": email})
    _draft, key = Draft.start(FORM, answers=answers)
    form = "contribute-story-send"
    return Press(reverse("contribute:story_check", args=[key]), telling.posted({}, form), form)


def newsletter(email):
    return Press("/newsletter/", typed(email=email), "newsletter-subscribe")


def useful(email):
    """Nobody leaves an address there."""
    form = "contribute-useful"
    page = StandardFactory()
    data = {"token": form_token(form), "website_address": "", "comment": "Good tea"}
    return Press(reverse("contribute:useful", args=[page.pk, "yes"]), data, form)


MAILED = [*KINDS, "newsletter"]
WAYS = [*MAILED, "useful"]
_OTHERS = {StorySent.KIND: story, "newsletter": newsletter, "useful": useful}


def press(way, email="", *, with_files=False):
    """Return the Press of one of WAYS, by somebody with the address ``email`` (one of its own unless told)."""
    email = email or f"{way}@example.org"
    made = _OTHERS[way](email) if way in _OTHERS else short(way, email)
    if with_files and way in FILES:
        made.files = FILES[way]()
    return made
