"""What the editor's side is told: our lines of history, who is left alone by actions on many, where one's own sign-in is."""

from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages

from cms.intake.history import register

from .inviting import ACTIONS
from .own_role import RolePanel

hooks.register("register_account_settings_panel", RolePanel)


@hooks.register("register_log_actions")
def name_actions(actions):
    """Name what is done with somebody's way in."""
    register(actions, ACTIONS)


@hooks.register("register_account_menu_item")
def own_sign_in(request):
    """Lead from one's own account to password and second step."""
    return {
        "url": reverse("mfa_index"),
        "label": "Password and second step",
        "help_text": "Change your password, add an app or a passkey, make new recovery codes.",
    }


@hooks.register("before_bulk_action")
def leave_them_alone(request, action_type, objects, action_class_instance):
    """Only who may do everything switches such people off, or gives them roles, many at once."""
    from django.contrib.auth import get_user_model

    is_about_people = action_class_instance.model is get_user_model()
    if is_about_people and not request.user.is_superuser and any(person.is_superuser for person in objects):
        messages.error(request, "Somebody among them may do everything. Only somebody who may too can change that.")
        return redirect("wagtailusers_users:index")
    return None
