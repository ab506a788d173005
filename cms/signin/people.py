"""The list of people and their form in the editor: invited, not given passwords; roles in words, not boxes of permissions."""

import re

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, Count, Exists, OuterRef, When
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import groups, users

from cms.core.counted import called
from cms.users import roles

from . import inviting, mails
from .views.people import acts_for, may_change

User = get_user_model()


def state_of(user):
    """Return in a few words how ``user`` gets in: invited, with or without a second step, switched off."""
    invitation = getattr(user, "invitation", None)
    if invitation and invitation.taken_back_at:
        return "Invitation taken back"
    if not user.is_active:
        return "Switched off"
    if invitation and invitation.is_over:
        return "Invitation ran out"
    if invitation and invitation.is_waiting:
        return f"Invited until {timezone.localtime(invitation.expires_at):%-d %B}"
    return "Second step on" if user.has_factor else "No second step yet"


def with_state(people):
    """Return the queryset ``people`` with all that ``state_of`` and the list ask of each."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    found = Authenticator.objects.filter(user=OuterRef("pk"), type__in=kinds)
    return people.annotate(has_factor=Exists(found)).select_related("invitation").prefetch_related("groups")


class RolesWidget(forms.CheckboxSelectMultiple):
    """Roles to tick, each with what it may do. A group that is no role of ours has its name alone."""

    def render(self, name, value, attrs=None, renderer=None):
        context = self.get_context(name, value, attrs)
        options = [option for _group, options, _index in context["widget"]["optgroups"] for option in options]
        for option in options:
            option["words"] = roles.explained(str(option["label"]))
        return render_to_string("signin/admin/roles.html", {"options": options, "widget": context["widget"]})


class PersonForm:
    """What is asked of a person when they are added and later: nothing of passwords."""

    def set_up(self, by):
        """Keep what only ``by`` may not give, and say things in words."""
        self.fields["email"].label = "Email address"
        self.fields["email"].help_text = "They sign in with it, and our mails go there."
        self.fields["first_name"].label, self.fields["last_name"].label = "First name", "Last name"
        self.fields["groups"].label = "Roles"
        self.fields["groups"].help_text = "Tick as many as the person needs. Fewer is safer."
        order = [When(name=role, then=number) for number, role in enumerate(roles.ROLES)]
        self.fields["groups"].queryset = Group.objects.order_by(Case(*order, default=len(order)), "name")
        self.fields["groups"].widget = RolesWidget(choices=self.fields["groups"].choices)
        if "is_superuser" in self.fields:
            if by and by.is_superuser:
                self.fields["is_superuser"].label = "May do everything"
                self.fields["is_superuser"].help_text = "More than any role: for whoever looks after the site itself."
            else:
                del self.fields["is_superuser"]

    def clean_email(self):
        """Refuse an address that somebody has already, whatever its capitals."""
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Somebody already has an account with this email address.")
        return email


class NewPersonForm(PersonForm, UserCreationForm):
    """Add somebody: name, address, roles. Their user name is made of the address; they choose the password."""

    def __init__(self, *args, by=None, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["username"]
        self.set_up(by)

    def separate_username_field(self):
        """There is none."""
        return False

    def save(self, commit=True):
        """Make the person, without a password that would open anything."""
        self.instance.username = free_name(self.cleaned_data["email"])
        self.instance.set_unusable_password()
        return super().save(commit)


class ChangedPersonForm(PersonForm, UserEditForm):
    """Change somebody's name, address or roles, or switch them off."""

    def __init__(self, *args, by=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "User name"
        self.fields["username"].help_text = "They may sign in with it too. Letters and digits, without spaces."
        if "is_active" in self.fields:
            self.fields["is_active"].label = "May sign in"
            self.fields[
                "is_active"
            ].help_text = "Take the tick away, and this person is out at once. Nothing of theirs is lost."
        self.set_up(by)


def free_name(email):
    """Return a user name that nobody has yet, made of what stands before the @."""
    base = re.sub(r"[^\w.+-]", "", email.partition("@")[0].lower())[:140] or "person"
    taken = set(User.objects.filter(username__istartswith=base).values_list("username", flat=True))
    taken = {name.lower() for name in taken}
    numbers = (f"{base}{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(name for name in numbers if name not in taken)


class PeopleView(users.IndexView):
    """Everybody with an account, and how they get in."""

    add_item_label = "Invite somebody"
    page_title = "People"
    paginator_class = called("person", "people")
    verbose_name_plural = "people"

    @cached_property
    def columns(self):
        name = self._get_title_column_class(users.UserColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            name("name", accessor=get_user_display_name, label="Name", sort_key="name", get_url=self.get_edit_url),
            Column("email", label="Email address", sort_key="email"),
            Column("roles", label="Roles", accessor=lambda person: ", ".join(
                ["Everything"] * person.is_superuser + [group.name for group in person.groups.all()]
            )),
            Column("state", label="Sign-in", accessor=state_of),
            DateColumn("last_login", label="Last here", sort_key="last_login"),
        ]  # fmt: skip

    def get_base_queryset(self):
        return with_state(super().get_base_queryset())

    def get_list_more_buttons(self, instance):
        return super().get_list_more_buttons(instance) + acts_for(self.request.user, instance)


def people_crumb():
    """Return the step of the way that leads to the list of people."""
    return {"url": reverse("wagtailusers_users:index"), "label": PeopleView.page_title}


class InviteView(users.CreateView):
    """Add somebody and mail them an invitation."""

    page_title = "Invite somebody"
    submit_button_label = "Send the invitation"
    submit_button_active_label = "Sending…"

    def get_page_subtitle(self):
        return self.page_title

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, people_crumb(), {"url": "", "label": self.page_title}]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def save_instance(self):
        person = super().save_instance()
        inviting.invite(person, self.request.user)
        return person

    def get_success_message(self, instance):
        return f"We wrote to {instance.email} with a link to choose a password."


class PersonView(users.EditView):
    """One person. Only who may do everything changes somebody who may do everything."""

    def dispatch(self, request, *args, **kwargs):
        if not may_change(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, people_crumb(), {"url": "", "label": get_user_display_name(self.object)}]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def save_instance(self):
        before = User.objects.values_list("email", flat=True).get(pk=self.object.pk)
        person = super().save_instance()
        if before.lower() != person.email.lower():
            mails.address_changed(before, person.email)
        return person

    @cached_property
    def header_more_buttons(self):
        return super().header_more_buttons + acts_for(self.request.user, self.object)

    def get_context_data(self, **kwargs):
        state = state_of(with_state(User.objects.filter(pk=self.object.pk)).get())
        return super().get_context_data(state=state, **kwargs)


class PersonViewSet(users.UserViewSet):
    """People, in the place of Wagtail's users."""

    menu_label = "People"
    index_view_class = PeopleView
    add_view_class = InviteView
    edit_view_class = PersonView
    copy_view_enabled = False
    create_template_name = "signin/admin/invite.html"
    edit_template_name = "signin/admin/person.html"

    def get_form_class(self, for_update=False):
        return ChangedPersonForm if for_update else NewPersonForm

    def get_urlpatterns(self):
        from .views.people import InviteAgainView, ResetFactorView, TakeBackView

        return [
            *super().get_urlpatterns(),
            path("invite-again/<int:pk>/", InviteAgainView.as_view(), name="invite_again"),
            path("take-invitation-back/<int:pk>/", TakeBackView.as_view(), name="take_invitation_back"),
            path("reset-second-step/<int:pk>/", ResetFactorView.as_view(), name="reset_second_step"),
        ]


class RolesView(groups.IndexView):
    """The roles, with what each may do."""

    page_title = "Roles"
    paginator_class = called("role", "roles")
    verbose_name_plural = "roles"
    add_item_label = "Add a role"
    columns = [
        TitleColumn("name", label="Role", sort_key="name", url_name="wagtailusers_groups:edit", width="20%"),
        Column("may", label="What it may do", accessor=lambda group: format_html_join(
            " ", "{}", ((sentence,) for sentence in roles.explained(group.name))
        )),
        Column("people", label="People", accessor=lambda group: group.people, width="10%"),
    ]  # fmt: skip

    def get_base_queryset(self):
        return super().get_base_queryset().annotate(people=Count("user"))


class RoleView(groups.EditView):
    """One role. Its boxes come with the site; nobody has to tick them."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(words=roles.explained(self.object.name), **kwargs)


class RoleViewSet(groups.GroupViewSet):
    """Roles, in the place of Wagtail's groups."""

    menu_label = "Roles"
    index_view_class = RolesView
    edit_view_class = RoleView
    edit_template_name = "signin/admin/role.html"
