"""Choosers of what is not for every colleague: Wagtail's ask no more than that somebody may come into the admin."""

from django.core.exceptions import PermissionDenied
from wagtail.permissions import policy_registry
from wagtail.snippets.views import chooser

SEEN_BY = ("view", "add", "change", "delete")


class _ForThoseWhoSeeThem:
    """Lists, and hands out, only to who may open the list of the model itself."""

    def dispatch(self, request, *args, **kwargs):
        policy = policy_registry.get_by_type(self.model_class)
        if not policy.user_has_any_permission(request.user, SEEN_BY):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ChooseView(_ForThoseWhoSeeThem, chooser.ChooseView):
    pass


class ChooseResultsView(_ForThoseWhoSeeThem, chooser.ChooseResultsView):
    pass


class ChosenView(_ForThoseWhoSeeThem, chooser.SnippetChosenView):
    pass


class ChosenMultipleView(_ForThoseWhoSeeThem, chooser.SnippetChosenMultipleView):
    pass


class PrivateChooserViewSet(chooser.SnippetChooserViewSet):
    """``chooser_viewset_class`` of a snippet that only some colleagues may see."""

    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
