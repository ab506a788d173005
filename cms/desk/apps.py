from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "cms.desk"
    label = "desk"

    def ready(self):
        from wagtail.admin.views.pages.search import SearchView

        from . import from_below

        from_below.join()
        # Stock Wagtail has no name for what it found, and says "1-2 of 2 None" over the list.
        SearchView.verbose_name, SearchView.verbose_name_plural = "page", "pages"
