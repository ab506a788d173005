"""Settings as editors change them: with their history, and told when somebody else saved meanwhile.

Wagtail's own screens of settings keep no versions. Here its generic views of history, comparison and going back are put
beside them, at addresses below each setting's own, for those who may change it (docs/decisions/0037-settings.md).
"""

from django.db import transaction
from django.urls import path, reverse
from django.utils.functional import cached_property
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.views.generic.preview import PreviewRevision
from wagtail.contrib.settings import views as wagtail_views
from wagtail.contrib.settings.registry import registry
from wagtail.models import Revision, RevisionMixin
from wagtail.permission_policies import ModelPermissionPolicy

from . import times_said
from .moments import moment_said
from .version_screens import AS_IT_WAS, LeadsBack, SaysWhatReadersSaw

OPENED_ON = "opened_on"


def register_actions(actions):
    """Give the hook ``register_log_actions`` the name of our own entry."""
    actions.register_action(AS_IT_WAS, "As it was before", "As it was before the first change")


class OnlyChanged(ModelPermissionPolicy):
    """For rows that code makes: whoever has leave changes them, and nobody adds or deletes one, superusers neither."""

    def user_has_permission(self, user, action):
        return action not in {"add", "delete"} and super().user_has_permission(user, action)


class ToldOfOthers:
    """For an edit view of what has versions: whoever opened the form before somebody else saved is told, and saves knowingly.

    The form carries the version that it was opened on (``core/settings/opened_on.html``). What they typed stays in it, and
    what the other saved stays in the history.
    """

    def setup(self, *args, **kwargs):
        super().setup(*args, **kwargs)
        # Autosave is for drafts; here what is saved is public at once.
        self.autosave_enabled = False

    def dispatch(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        # Held from the look at the version to the save.
        with transaction.atomic():
            type(self.object).objects.select_for_update().filter(pk=self.object.pk).first()
            return super().dispatch(request, *args, **kwargs)

    @cached_property
    def newest(self):
        """The number of the newest version as text; "0" where there is none yet."""
        row = type(self.object).objects.filter(pk=self.object.pk).values_list("latest_revision_id", flat=True)
        return str(row.first() or 0)

    def is_valid(self, form):
        opened_on = self.request.POST.get(OPENED_ON, self.newest)
        if opened_on == self.newest:
            return super().is_valid(form)
        self.produced_error_code = "invalid_revision"
        self.produced_error_message = self.what_happened()
        return False

    def what_happened(self):
        newer = Revision.objects.filter(pk=self.newest).select_related("user").first()
        who = user_display_name(newer.user) if newer and newer.user else "Somebody else"
        return (
            f"{who} saved this after you opened it. What you typed is still here, and nothing of it is saved yet. "
            "Look at the history to see what changed. To put your words in the place of theirs, save again."
        )

    def save_instance(self):
        first_version(self.object)
        return super().save_instance()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "opened_on": self.newest,
            "autosave_enabled": self.autosave_enabled,
        }


def first_version(instance):
    """Keep what stands in the database as the first version of ``instance``, where it has none."""
    row = type(instance).objects.get(pk=instance.pk)
    if row.latest_revision_id is None:
        row.save_revision(clean=False, log_action=AS_IT_WAS)
        instance.latest_revision_id = row.latest_revision_id


class _OfSetting:
    """What the screens beside the form of one setting share: ``model`` is given with the address."""

    def get_edit_url(self, instance=None):
        return reverse("wagtailsettings:edit", args=[self.model._meta.app_label, self.model._meta.model_name, self.pk])


class SettingEditView(ToldOfOthers, generic.CreateEditViewOptionalFeaturesMixin, wagtail_views.EditView):
    """Wagtail's form of a setting, each save of which makes a version."""

    view_name = "edit"
    template_name = "core/settings/edit.html"
    # The mixin names neither.
    edit_url_name = wagtail_views.EditView.edit_url_name
    preview_url_name = wagtail_views.EditView.preview_url_name

    def setup(self, request, *args, **kwargs):
        # The views below set these too, later than the first of them asks.
        self.app_name, self.model_name = self.model._meta.app_label, self.model._meta.model_name
        self.pk = kwargs["pk"]
        super().setup(request, *args, app_name=self.app_name, model_name=self.model_name, **kwargs)

    def get_history_url(self):
        return reverse(name_of(self.model, "history"), args=[self.pk])

    def get_preview_url(self):
        return wagtail_views.EditView.get_preview_url(self)

    def get_success_url(self):
        return self.get_edit_url()

    def get_success_message(self, instance=None):
        return f"Saved: {self.object}. Readers see it now."

    def get_context_data(self, **kwargs):
        times = times_said.every() if issubclass(self.model, times_said.SaysTimes) else []
        return super().get_context_data(**kwargs) | {"what_for": self.model.what_for, "times": times}


class SettingRevertView(generic.RevisionsRevertMixin, SettingEditView):
    """An older version in the form: saved, it is the newest."""

    submit_button_label = "Put this version back"
    submit_button_active_label = "Putting it back…"

    def get_revisions_revert_url(self):
        return reverse(name_of(self.model, "revert"), args=[self.pk, self.revision_id])

    def get_warning_message(self):
        who = f" by {user_display_name(self.revision.user)}" if self.revision.user else ""
        return (
            f"This is the version of {moment_said(self.revision.created_at)}{who}. Readers do not see it yet: "
            "look it through, change it if you like, then press “Put this version back”."
        )

    def save_instance(self):
        first_version(self.object)
        return generic.RevisionsRevertMixin.save_instance(self)

    def get_success_message(self, instance=None):
        return f"Put back: {self.object}. Readers see that version now."


class SettingHistoryView(SaysWhatReadersSaw, _OfSetting, history.HistoryView):
    any_permission_required = ["change"]

    def get_breadcrumbs_items(self):
        return [
            {"url": self.get_edit_url(), "label": str(self.object)},
            {"url": "", "label": "History", "sublabel": str(self.object)},
        ]

    @cached_property
    def columns(self):
        columns = super().columns
        columns[0].url_names["edit"] = None
        return columns


class SettingCompareView(LeadsBack, _OfSetting, PermissionCheckedMixin, generic.RevisionsCompareView):
    permission_required = "change"

    def get_edit_handler(self):
        return wagtail_views.get_setting_edit_handler(self.model)

    def get_index_url(self):
        return None

    def get_history_url(self):
        return reverse(name_of(self.model, "history"), args=[self.pk])


class SettingVersionView(PermissionCheckedMixin, PreviewRevision):
    """What readers saw, or would see, with one version."""

    permission_required = "change"


def name_of(model, screen):
    """Return the name of the address of ``screen`` (edit, history, revert, compare, version) of a setting."""
    return f"setting_{model._meta.label_lower.replace('.', '_')}_{screen}"


def addresses_of(model):
    """Return the addresses of all screens of one setting that has versions, Wagtail's own of its form among them."""
    names = {
        f"{given}_url_name": name_of(model, screen)
        for given, screen in (
            ("revisions_view", "version"),
            ("revisions_revert", "revert"),
            ("revisions_compare", "compare"),
        )
    }
    listing = {
        "model": model,
        "history_url_name": name_of(model, "history"),
        "history_results_url_name": name_of(model, "history_results"),
        **names,
    }
    below = f"settings/{model._meta.app_label}/{model._meta.model_name}/<int:pk>/"
    screens = {
        "edit": ("", SettingEditView.as_view(model=model)),
        "history": ("history/", SettingHistoryView.as_view(**listing)),
        "history_results": ("history/results/", SettingHistoryView.as_view(results_only=True, **listing)),
        "revert": ("history/<int:revision_id>/", SettingRevertView.as_view(model=model)),
        "version": ("history/<int:revision_id>/look/", SettingVersionView.as_view(model=model)),
        "compare": (
            "history/compare/<str:revision_id_a>...<str:revision_id_b>/",
            SettingCompareView.as_view(model=model, revisions_revert_url_name=name_of(model, "revert")),
        ),
    }
    return [path(below + rest, view, name=name_of(model, screen)) for screen, (rest, view) in screens.items()]


def addresses():
    """Return the addresses of all settings that have versions. They stand before Wagtail's, which keep none."""
    return [address for model in registry if issubclass(model, RevisionMixin) for address in addresses_of(model)]
