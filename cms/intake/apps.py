from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "cms.intake"
    label = "intake"

    def ready(self):
        from cms.core import content_version, times_said

        from .keeping import BACKUPS
        from .models.drafts import SAVED_LIFE, SHORT_LIFE

        content_version.never_shown("intake")
        times_said.register("how long we keep what is saved for later", lambda: SAVED_LIFE)
        times_said.register("how long we keep what is not saved", lambda: SHORT_LIFE)
        times_said.register("how long we keep copies for safety", lambda: BACKUPS)
