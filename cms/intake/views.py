"""What staff see of private things, checked each time."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from wagtail.log_actions import log

from .models import Upload


def see_upload(request, uuid):
    """Show a file that was sent in to staff who may see it, with a content policy that runs nothing.

    Pictures are shown in their place; anything else is a download.
    """
    if not request.user.has_perm("intake.read_upload"):
        raise PermissionDenied
    upload = get_object_or_404(Upload, uuid=uuid)
    log(instance=upload, action="intake.see_file", user=request.user)
    response = FileResponse(
        upload.file.open("rb"),
        content_type=upload.content_type,
        as_attachment=not upload.content_type.startswith("image/"),
        filename=f"{upload.uuid}{upload.extension}",
    )
    response._csp_replace = {"default-src": ["'none'"], "sandbox": True}
    response["Cache-Control"] = "private, no-store"
    return response
