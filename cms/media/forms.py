"""What an editor must say of a picture or a file when it comes in."""

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

SAY_OR_TICK = "Say what the picture shows, for people who cannot see it. Or tick that it is decorative."
TAGS = "Words by which you find it again, for example “garden”. Readers do not see them."
CONSENT = "Say where the written consent of the people in the picture is kept. Without it the picture cannot be used."


def explain(form, **helps):
    """Put words beside those fields of ``form`` that it has, by their names: a form of few fields has not all of them."""
    for name, words in helps.items():
        if name in form.fields:
            # Wagtail has drawn the title before we come to it: what is drawn has the words that it had then.
            form.fields[name].help_text = form[name].help_text = words


class SiteDocumentForm(BaseDocumentForm):
    """Wagtail's form for a document."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        explain(self, title="What readers see on the link, for example “First meeting checklist”.", tags=TAGS)


class SiteImageForm(BaseImageForm):
    """Wagtail's form for an image.

    One without a description has to be said to be decorative; one that shows people needs a note of their consent.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        explain(
            self,
            title="A few words by which you and your colleagues find it.",
            description="What it shows, for people who cannot see it: “Two people talk on a bench”. One sentence.",
            tags=TAGS,
        )
        if "consent_note" in self.fields:
            self.fields["consent_note"].widget.attrs["rows"] = 3

    def clean(self):
        cleaned = super().clean()
        if "description" in self.fields:
            described = bool((cleaned.get("description") or "").strip())
            if described == bool(cleaned.get("is_decorative")):
                message = SAY_OR_TICK if not described else "A decorative picture needs no description. Choose one."
                self.add_error("description", message)
        if cleaned.get("shows_people") and not (cleaned.get("consent_note") or "").strip():
            self.add_error("consent_note", CONSENT)
        return cleaned
