"""What is new or changed in the directory, as an Atom feed."""

from django.db.models.functions import Coalesce
from django.urls import reverse

from cms.core.machines.feeds import PublicFeed

from .models import Service


class DirectoryFeed(PublicFeed):
    """Listed services: name and summary, no place and no contact."""

    key = "directory"
    label = "New and changed services"
    about = "Peer support services that were added to the directory, or changed, most recently."

    def newest(self):
        fields = ("uuid", "slug", "name", "summary", "created_at", "last_published_at", "first_published_at")
        changed = Coalesce("last_published_at", "created_at")
        return Service.objects.listed().only(*fields).order_by(changed.desc(), "-pk")

    def list_path(self):
        return reverse("directory:list")

    def uuid_of(self, service):
        return service.uuid

    def title_of(self, service):
        return service.name

    def summary_of(self, service):
        return service.summary

    def path_of(self, service):
        return service.get_absolute_url()

    def published_of(self, service):
        return service.first_published_at or service.created_at

    def updated_of(self, service):
        return service.last_published_at or service.created_at
