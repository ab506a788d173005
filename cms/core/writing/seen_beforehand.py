"""The ways in which an editor sees a page or a service before readers do; how each is made stands in ``previews``."""

PRINT, SEARCH, SHARED = "print", "search", "shared"
MODES = [("", "As on the site"), (PRINT, "As printed"), (SEARCH, "In search results"), (SHARED, "When shared")]


class SeenBeforehand:
    """Mixed into what can be previewed, before Wagtail's PreviewableMixin; it has a ``slug``.

    All ways begin with the whole answer that a reader would get, whichever view gives it: RoutablePageMixin passes
    ``serve_preview`` by.
    """

    @property
    def preview_modes(self):
        return MODES

    def make_preview_request(self, original_request=None, preview_mode=None, extra_request_attrs=None):
        # Pages are made of this class, and previews read the settings' models beside them.
        from .previews import answer

        response = super().make_preview_request(original_request, "", extra_request_attrs)
        answer(response, self, preview_mode, bool((extra_request_attrs or {}).get("in_preview_panel")))
        return response
