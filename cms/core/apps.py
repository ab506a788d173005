from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"

    def ready(self):
        from django.db.models.signals import post_delete, post_save
        from wagtail.models import PageViewRestriction, Site
        from wagtail.signals import init_new_page, page_slug_changed, post_page_move

        from . import (
            checks,  # noqa: F401
            kept,
            searchable,
            term_field,
            typed,
        )
        from .machines import sitemaps, subjects
        from .models import Offers, SiteSettings, Taxonomy, Term
        from .page_source import PageSource
        from .spreadsheets import guard_downloads
        from .writing import starting

        kept.watch(SiteSettings, Offers, Taxonomy, Term, Site, PageViewRestriction)
        for signal in (page_slug_changed, post_page_move):
            signal.connect(kept.changed, dispatch_uid="kept page")
        for signal in (post_save, post_delete):
            # Signals come from a page's own type; menus link to any.
            signal.connect(page_changed, dispatch_uid="kept page")

        searchable.register(PageSource())
        sitemaps.register("pages", sitemaps.PageSection)
        sitemaps.register("tools", sitemaps.ToolSection)
        subjects.register("page", subjects.find_page)
        subjects.register("screen", subjects.find_tool)
        init_new_page.connect(starting.begin, dispatch_uid="begin new pages")
        guard_downloads()
        typed.register()
        term_field.register(Term)


def page_changed(instance, **signal):
    """A page of any type was saved or deleted: what links to it may lead elsewhere now."""
    from wagtail.models import Page

    from . import kept

    if isinstance(instance, Page):
        kept.changed()
