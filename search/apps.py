from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self):
        from cms.core import kept, tools

        from .models import SearchWords

        kept.watch(SearchWords)
        tools.register("search:results", "Search", "search:results")
