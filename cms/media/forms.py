"""What an editor must say of a picture when it comes in."""

from wagtail.images.forms import BaseImageForm

SAY_OR_TICK = "Say what the picture shows, for people who cannot see it. Or tick that it is decorative."


class SiteImageForm(BaseImageForm):
    """Wagtail's form for an image; one without a description has to be said to be decorative."""

    def clean(self):
        cleaned = super().clean()
        if "description" in self.fields:
            described = bool((cleaned.get("description") or "").strip())
            if described == bool(cleaned.get("is_decorative")):
                message = SAY_OR_TICK if not described else "A decorative picture needs no description. Choose one."
                self.add_error("description", message)
        return cleaned
