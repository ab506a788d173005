from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "media"

    def ready(self):
        from django.db.models.signals import post_delete
        from wagtail.documents.models import document_served
        from wagtail.models import ReferenceIndex

        from .downloads import count_served
        from .recordings import SiteMedia, delete_captions

        # A picture before a film is in use, though no page names it.
        ReferenceIndex.register_model(SiteMedia)
        document_served.connect(count_served, dispatch_uid="count downloads")
        post_delete.connect(delete_captions, sender=SiteMedia, dispatch_uid="delete captions")
