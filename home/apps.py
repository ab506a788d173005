from datetime import timedelta

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self):
        from django.db.models.signals import post_delete, post_migrate, post_save
        from django.urls import reverse

        from cms.careful import calendar
        from cms.core import page_cache, times_said, tools
        from cms.core.models import SiteSettings
        from cms.upkeep import links

        from . import error_pages
        from .calendar_entries import notices
        from .models import HelpLine, ScreenWords
        from .reading import COOKIE_AGE, code_of

        for model in (HelpLine, SiteSettings, ScreenWords):
            post_save.connect(error_pages.something_changed, sender=model)
            post_delete.connect(error_pages.something_changed, sender=model)
        post_migrate.connect(error_pages.migrated, sender=self)

        calendar.register("notices", notices)
        page_cache.register_settings(code_of)
        times_said.register("how long a browser keeps reading settings", lambda: timedelta(seconds=COOKIE_AGE))
        tools.register("home:get_help_now", "Get help now", "home:get_help_now")
        tools.register("home:reading_settings", "Reading settings", "home:reading_settings")
        links.register(
            HelpLine, "Help line", lambda: HelpLine.objects.filter(is_shown=True),
            lambda pk: reverse("wagtailsnippets_home_helpline:edit", args=[pk]), "home.change_helpline",
        )  # fmt: skip
