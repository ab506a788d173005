"""The answers of "Share your story" in words, for *Check your answers*."""

from pages.models import StoryPage

from .steps import STEPS, NameStep, PictureStep, ReachStep, notes
from .wording import USES

NONE = "None"


def summary(answers, order):
    """Return a list of groups, one a step: ``heading``, ``step``, ``rows`` of label and value."""
    rows = {
        "begin": lambda given: [
            ("Questions to write to", "\n".join(given.get("prompts", [])) or "None: in your own way")
        ],
        "words": lambda given: [
            *((part["prompt"], part["words"]) for part in given.get("parts", [])),
            *([("Your story", given["story"])] if given.get("story") else []),
        ],
        "name": lambda given: [
            ("Readers see", _choice(NameStep, "name_shown", given)),
            *([("The name", given["teller_name"])] if given.get("teller_name") else []),
        ],
        "role": lambda given: [("I tell this as", dict(StoryPage.Role.choices).get(given.get("role")))],
        "notes": lambda given: [("It talks about", _notes(given.get("notes", [])))],
        "uses": lambda given: [(label, "Yes" if given.get(name) else "No") for name, label, _hint, _short in USES],
        "services": lambda given: [("Services or groups", given.get("services_named") or NONE)],
        "picture": lambda given: [
            ("A picture", given.get("photo_alt") or NONE),
            *([("Who can be recognised", _choice(PictureStep, "people", given))] if given.get("people") else []),
        ],
        "reach": lambda given: [
            ("What we may call you", given.get("your_name") or "Not given"),
            ("Your email address", given.get("your_email") or "Not given"),
            *([("Changes of spelling", _choice(ReachStep, "may_correct", given))] if given.get("may_correct") else []),
        ],
    }
    return [
        {
            "heading": STEPS[slug].title, "step": slug,
            "rows": [{"label": label, "value": value} for label, value in rows[slug](answers.get(slug, {}))],
        }
        for slug in order
    ]  # fmt: skip


def _choice(form, name, given):
    return dict(form.base_fields[name].choices).get(given.get(name))


def _notes(slugs):
    return ", ".join(term.name for term in notes() if term.slug in slugs) or NONE
