from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "cms.signin"
    label = "signin"

    def ready(self):
        from . import checks, letters, session

        session.connect()
        checks.register()
        letters.join()
