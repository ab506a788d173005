from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "cms.users"
    label = "users"

    def ready(self):
        from cms.core import content_version

        content_version.never_shown("users")
