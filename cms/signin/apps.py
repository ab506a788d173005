from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "cms.signin"
    label = "signin"

    def ready(self):
        from cms.core import content_version

        from . import checks, letters, session

        content_version.never_shown("signin")
        session.connect()
        checks.register()
        letters.join()
