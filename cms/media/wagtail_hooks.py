"""What media adds to the editors' interface. This module only registers, and names."""

from wagtail import hooks
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from .documents_list import list_urls
from .downloads_report import report_menu_item, report_urls
from .waiting import FOLDER

hooks.register("register_admin_urls", list_urls)
hooks.register("register_admin_urls", report_urls)
hooks.register("register_reports_menu_item", report_menu_item)


class ImagesAPI(ImagesAdminAPIViewSet):
    """Images for the admin's own scripts: Wagtail's gives all of them, with their address, to whoever may come in."""

    def get_queryset(self):
        found = super().get_queryset()
        return found if self.request.user.has_perm("intake.read_upload") else found.exclude(file__startswith=FOLDER)


@hooks.register("construct_admin_api", order=100)
def leave_out_what_waits(router):
    router.register_endpoint("images", ImagesAPI)


@hooks.register("construct_main_menu")
def call_media_recordings(request, items):
    # Images and documents are media too. What is kept here is heard or watched.
    for item in items:
        if item.name == "media":
            item.label = "Recordings"
