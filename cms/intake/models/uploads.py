"""Files from the public: kept private until an editor accepts them."""

import uuid

from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver


def private_storage():
    """The storage outside MEDIA_ROOT; a callable, so that migrations hold no path."""
    return storages["private"]


def private_name(upload, filename):
    """A generated name: what the sender called the file never becomes a path."""
    return f"{upload.uuid.hex[:2]}/{upload.uuid.hex}{upload.extension}"


class Upload(models.Model):
    """One file, already checked and re-encoded (``cms.intake.files``), not public."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey("intake.Draft", null=True, blank=True, on_delete=models.CASCADE, related_name="uploads")
    file = models.FileField(storage=private_storage, upload_to=private_name)
    original_name = models.CharField(max_length=150, blank=True)
    caption = models.CharField(max_length=200, blank=True, help_text="What it shows, in the sender’s words.")
    content_type = models.CharField(max_length=100)
    extension = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        permissions = [("read_upload", "Can see files that were sent in")]

    def __str__(self):
        return f"Upload {self.pk}"


@receiver(post_delete, sender=Upload, dispatch_uid="intake.upload_gone")
def file_goes_with_its_row(instance, **kwargs):
    """Delete the file once its row is gone for good, by whatever way: a sender's, a draft's or its own deletion."""
    storage, name = instance.file.storage, instance.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))
