"""Addresses of Wagtail's that are answered here first. They stand before those of the admin, below ``admin/``."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from .own_window import ping

urlpatterns = [
    path(
        "editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/",
        require_admin_access(ping),
        name="editing_session_ping",
    ),
]
