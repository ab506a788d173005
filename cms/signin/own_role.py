"""One's own role, in the words in which roles are given: on the first screen and on one's account."""

from django import forms
from django.contrib.auth import get_user_model
from wagtail.admin.views.account import BaseSettingsPanel

from cms.users.roles import explained

EVERYTHING = ("Everything", ("You may do everything on this site. Nobody’s rights are wider.",))
NONE = ("None yet", ("Nobody gave you a role. Ask an administrator for one.",))


def roles_of(user):
    """Return the roles of ``user`` by name, each with what it may and may not do: pairs of a name and sentences.

    One question to the database.
    """
    names = user.groups.order_by("pk").values_list("name", flat=True)
    return [(name, explained(name)) for name in names] or [EVERYTHING if user.is_superuser else NONE]


class NothingToFillIn(forms.ModelForm):
    class Meta:
        model = get_user_model()
        fields = []


class RolePanel(BaseSettingsPanel):
    """On the account's screen: what one may do. It is changed by administrators alone."""

    name = "role"
    title = "Your role"
    order = 50
    form_class = NothingToFillIn
    template_name = "signin/admin/role_panel.html"

    def get_context_data(self):
        return super().get_context_data() | {"roles": roles_of(self.user)}
