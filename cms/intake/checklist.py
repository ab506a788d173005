"""What a reviewer goes through before they approve: a few points that editors write, each answered at each approval.

The points stand on the step of the workflow (``ReviewTask.points``), one a line. The words before a colon are a point's
heading; where the site knows that there is nothing to look at, "Not needed" is chosen beforehand.
"""

import json
import re

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from .review import DecisionRefused

MOST = 5
LONGEST = 200
DONE, NOT_NEEDED = "done", "not-needed"
ANSWERS = {DONE: "Checked", NOT_NEEDED: "Not needed here"}
ACTION = "intake.checklist"

# Of a page that is neither a story nor sent in; migrations write others.
POINTS = """Words: plain and kind, with Mindframe’s guidance where it speaks of suicide, self-harm or drugs
Content notes: somebody who reads it knows beforehand what it speaks of
Pictures: described in words, and the people in them agreed
Links: each one opens, and its words say where it leads"""

# Chosen pages are no matter: the site itself leads there. Of a text's links each begins so.
LINK = re.compile(r"<a[ >]|https?:|mailto:", re.IGNORECASE)

_present = []


def register_present(has):
    """Let an app say what there is to look at: ``has(version, heading)`` returns True where it knows that there is some."""
    _present.append(has)
    return has


def points_in(text):
    """Return the points that ``text`` holds, one a line: a list."""
    return [" ".join(line.split()) for line in (text or "").splitlines() if line.strip()]


def validate_points(text):
    """Raise ValidationError where there are too many points, twice the same, or one is too long to be read at a glance."""
    points = points_in(text)
    if len(points) > MOST:
        raise ValidationError(f"At most {MOST} points, one on each line: a longer list is ticked and not read.")
    if len({heading_of(point) for point in points}) < len(points):
        raise ValidationError("Two points begin with the same words. Each needs its own.")
    if any(len(point) > LONGEST for point in points):
        raise ValidationError(f"A point may have {LONGEST} letters at most.")


def heading_of(point):
    """Return the words of ``point`` before its colon, in small letters: "pictures" for "Pictures: described in words"."""
    return point.partition(":")[0].strip().casefold()


class PointsMissing(DecisionRefused):
    """An approval that does not answer each point."""

    message = (
        "Nothing was approved: each point of the list needs an answer. Press Approve again and go through it. "
        "If you did, a colleague has just changed the list."
    )


def answers_to(points, checked):
    """Return ``(point, answer)`` for each of ``points`` from what was sent as ``checked``; raises PointsMissing."""
    given = checked if isinstance(checked, dict) else {}
    answers = [(point, given.get(point)) for point in points]
    if any(not isinstance(answer, str) or answer not in ANSWERS for _point, answer in answers):
        raise PointsMissing
    return answers


def told(answers):
    """Return ``answers`` as one line for the history."""
    return "; ".join(f"{point.partition(':')[0]} ({ANSWERS[answer].lower()})" for point, answer in answers)


class PointsForm(forms.Form):
    """Asks for each of ``points`` whether it was checked; what is cleaned is one dict, ``checked``, by the points' words."""

    points = ()
    # Headings of which the site knows that there is nothing to look at.
    absent = frozenset()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number, point in enumerate(self.points):
            self.fields[f"point_{number}"] = forms.ChoiceField(
                label=point, choices=list(ANSWERS.items()), widget=forms.RadioSelect({"class": "points-answers"}),
                initial=NOT_NEEDED if heading_of(point) in self.absent else None,
                error_messages={"required": "Say whether you checked this."},
            )  # fmt: skip

        # What is asked comes before what may be added.
        self.order_fields([name for name in self.fields if name.startswith("point_")])

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        names = {f"point_{number}": point for number, point in enumerate(self.points)}
        cleaned["checked"] = {point: cleaned.pop(name, None) for name, point in names.items()}
        return cleaned


def asking(form_class, points):
    """Return ``form_class`` with a question for each of ``points``, which stand first; itself where there are none."""
    return type(form_class.__name__, (PointsForm, form_class), {"points": tuple(points)}) if points else form_class


class KnowsWhatIsAbsent:
    """A screen of a decision (Wagtail's ``BaseWorkflowFormView``) that chooses beforehand what the site knows, and asks
    nothing that cannot be."""

    def get_form_class(self):
        # The forms are admin's, and know the models that know this module.
        from .review_forms import suited

        form_class = super().get_form_class()
        if form_class is not None:
            form_class = suited(form_class, self.object, self._knows_of_a_photo())
        if not getattr(form_class, "points", ()):
            return form_class
        return type(form_class.__name__, (form_class,), {"absent": absent_of(self.object)})

    def _knows_of_a_photo(self):
        version = self.object.get_latest_revision_as_object()
        return any(has(version, "pictures") for has in _present)


def absent_of(obj):
    """Return the headings of points for which the newest version of ``obj`` has nothing to look at: a set.

    What cannot be known is not in it: people's consent, notes and language are for people to judge.
    """
    revision = obj.get_latest_revision()
    version = revision.as_object() if revision else obj
    absent = set()
    if not has_pictures(version):
        absent.add("pictures")
    if not has_links(revision.content if revision else version.serializable_data()):
        absent.add("links")
    return frozenset(heading for heading in absent if not any(has(version, heading) for has in _present))


def has_pictures(version):
    """Whether ``version`` of something names a picture, in a field, a block or a text."""
    image = ContentType.objects.get_for_model(get_image_model(), for_concrete_model=False).pk
    # The index itself knows what is saved in the row; what it is made with reads any version.
    return any(kind == image for kind, *_more in ReferenceIndex._extract_references_from_object(version))


def has_links(content):
    """Whether ``content``, what a version holds, has anything in it that may be a link. In doubt it has."""
    return bool(LINK.search(json.dumps(content, default=str)))
