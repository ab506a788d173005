from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "media"

    def ready(self):
        from wagtail.documents.models import document_served

        from .downloads import count_served

        document_served.connect(count_served, dispatch_uid="count downloads")
