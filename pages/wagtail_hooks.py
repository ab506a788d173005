"""What pages add to the editors' interface. This module only registers."""

from wagtail.snippets.models import register_snippet

from .viewsets import CharterEndorsementViewSet

register_snippet(CharterEndorsementViewSet)
