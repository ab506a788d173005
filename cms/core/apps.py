from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"

    def ready(self):
        from . import (
            checks,  # noqa: F401
            searchable,
        )
        from .page_source import PageSource

        searchable.register(PageSource())
