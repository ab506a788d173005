from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "cms.desk"
    label = "desk"

    def ready(self):
        from . import from_below

        from_below.join()
