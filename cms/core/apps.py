from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"

    def ready(self):
        from . import (
            checks,  # noqa: F401
            searchable,
        )
        from .machines import sitemaps, subjects
        from .page_source import PageSource

        searchable.register(PageSource())
        sitemaps.register("pages", sitemaps.PageSection)
        sitemaps.register("tools", sitemaps.ToolSection)
        subjects.register("page", subjects.find_page)
        subjects.register("screen", subjects.find_tool)
