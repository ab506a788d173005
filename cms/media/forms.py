"""What an editor must say of a picture when it comes in."""

from wagtail.images.forms import BaseImageForm

SAY_OR_TICK = "Say what the picture shows, for people who cannot see it. Or tick that it is decorative."
CONSENT = "Say where the written consent of the people in the picture is kept. Without it the picture cannot be used."


class SiteImageForm(BaseImageForm):
    """Wagtail's form for an image.

    One without a description has to be said to be decorative; one that shows people needs a note of their consent.
    """

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
