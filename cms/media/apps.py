from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "media"

    def ready(self):
        from django.db.models.signals import post_delete, post_save
        from wagtail.documents.models import document_served
        from wagtail.models import ReferenceIndex
        from wagtail.permissions import register_permission_policy
        from wagtail.signals import published

        from cms.core import content_version

        from . import renditions
        from .downloads import count_served
        from .models import DownloadCount, SiteImage, SiteRendition
        from .picture_policy import PicturePolicy
        from .recordings import SiteMedia, delete_captions

        # Of renditions readers see nothing that is not made with them.
        content_version.never_shown(DownloadCount, SiteRendition)
        # A picture before a film is in use, though no page names it.
        ReferenceIndex.register_model(SiteMedia)
        # Exactly this model: so it goes before Wagtail's own, which is registered after this.
        policy = PicturePolicy(SiteImage, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user")
        register_permission_policy(SiteImage, policy, exact_class=True)
        post_save.connect(renditions.picture_saved, sender=SiteImage, dispatch_uid="sizes of a picture")
        # A recording has no drafts.
        post_save.connect(renditions.went_public, sender=SiteMedia, dispatch_uid="sizes before a film")
        published.connect(renditions.went_public, dispatch_uid="sizes of what is shown")
        document_served.connect(count_served, dispatch_uid="count downloads")
        post_delete.connect(delete_captions, sender=SiteMedia, dispatch_uid="delete captions")
