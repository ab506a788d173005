"""People are invited, get in by their own password, and can be helped when their phone is lost."""

import html
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.intake.models import OutboxMessage
from cms.signin.models import Invitation
from cms.users import roles
from tests.counting import settled_cost

from .signing import CODE, PASSWORD, code_of, give_app, is_in, sign_in, type_password

pytestmark = pytest.mark.django_db

NEW = "magpies sing before dawn"
LIST = "/admin/users/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def boss(member_of):
    return give_app(member_of("Administrators")).user


@pytest.fixture
def desk(boss):
    """The browser of an administrator who just signed in."""
    client = Client()
    sign_in(client, boss)
    return client


def words(answer):
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def text_of(message):
    from email import message_from_bytes, policy

    return message_from_bytes(bytes(message.content), policy=policy.default).get_body(("plain",)).get_content()


def last_link():
    """Return the path of the invitation in the newest mail, and the mail's text."""
    text = text_of(OutboxMessage.objects.order_by("pk").last())
    return re.search(r"/account/invitation/\S+/", text)[0], text


def invite(desk, email="Ann.Quoll@example.org", **data):
    fields = {
        "first_name": "Ann",
        "last_name": "Quoll",
        "email": email,
        "groups": [Group.objects.get(name="Editors").pk],
    }
    answer = desk.post(f"{LIST}new/", fields | data)
    assert answer.status_code == 302, words(answer)
    return get_user_model().objects.get(email=email)


def does(desk, act, person):
    address = reverse(f"wagtailusers_users:{act}", args=[person.pk])
    return desk.get(address), desk.post(address)


def test_somebody_who_is_invited_chooses_a_password_sets_up_the_second_step_and_is_on_the_dashboard(client, desk):
    person = invite(desk)
    assert not person.has_usable_password()
    assert person.username == "ann.quoll"
    assert [group.name for group in person.groups.all()] == ["Editors"]
    assert f"Invited until {timezone.localtime() + timedelta(days=7):%-d %B}" in words(desk.get(LIST))
    link, text = last_link()
    assert "works once, until" in text
    assert "7 days" in text
    # Programs that look into links first change nothing.
    for _times in range(2):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert client.post(link, {"password1": "short", "password2": "short"}).status_code == 200
    assert client.post(link, {"password1": NEW, "password2": "another one altogether"}).status_code == 200
    assert not get_user_model().objects.get(pk=person.pk).has_usable_password()
    assert client.post(link, {"password1": NEW, "password2": NEW}).url == "/admin/"
    assert client.get("/admin/").url == "/account/?next=%2Fadmin%2F"
    assert client.get("/admin/users/").status_code == 302
    page = words(client.get("/account/app/add/"))
    secret = re.search(r'<p class="address"><strong>([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert client.post("/account/app/add/", {"code": code_of(secret)}).url == "/account/recovery-codes/"
    assert is_in(client)
    assert "Second step on" in words(desk.get(LIST))
    # The link is used up.
    assert Client().get(link).status_code == 410
    assert (
        Client().post(link, {"password1": "emus run in circles", "password2": "emus run in circles"}).status_code == 410
    )
    assert get_user_model().objects.get(pk=person.pk).check_password(NEW)
    log = ModelLogEntry.objects.filter(object_id=str(person.pk)).values_list("action", flat=True)
    assert {"signin.invite", "signin.accept"} <= set(log)


def test_an_invitation_does_not_skip_the_second_step_that_somebody_has(client, desk):
    person = invite(desk)
    give_app(person)
    link, _text = last_link()
    assert client.post(link, {"password1": NEW, "password2": NEW}).url == CODE
    assert not is_in(client)


def test_an_invitation_ends_with_its_days_and_a_new_one_ends_the_one_before(client, desk):
    person = invite(desk)
    first, _text = last_link()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(first).status_code == 410
    assert client.post(first, {"password1": NEW, "password2": NEW}).status_code == 410
    assert "Invitation ran out" in words(desk.get(LIST))
    # A password that was never chosen cannot be forgotten: that would be an invitation without an end.
    client.post("/account/forgotten/", {"email": person.email})
    assert "No account here can use it" in text_of(OutboxMessage.objects.order_by("pk").last())
    asked, done = does(desk, "invite_again", person)
    assert "Send the invitation again?" in words(asked)
    assert done.status_code == 302
    second, _text = last_link()
    assert second != first
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_an_invitation_that_is_taken_back_opens_nothing(client, desk):
    person = invite(desk)
    link, _text = last_link()
    does(desk, "take_invitation_back", person)
    assert client.get(link).status_code == 410
    assert client.post(link, {"password1": NEW, "password2": NEW}).status_code == 410
    assert "Invitation taken back" in words(desk.get(LIST))
    # Nor does asking for a forgotten password: there is nothing to replace.
    client.post("/account/forgotten/", {"email": person.email})
    assert "No account here can use it" in text_of(OutboxMessage.objects.order_by("pk").last())
    # Taking back twice, or what was accepted, changes nothing.
    assert does(desk, "take_invitation_back", person)[1].status_code == 302
    does(desk, "invite_again", person)
    assert client.get(last_link()[0]).status_code == 200


def test_a_key_that_was_made_up_opens_nothing(client, desk):
    invite(desk)
    for key in ("x", "None", "0" * 64, Invitation.objects.get().key_hash):
        assert client.get(f"/account/invitation/{key}/").status_code == 410


def test_no_password_is_asked_for_or_taken_in_the_editor(desk, boss, member_of):
    person = member_of("Editors")
    for address in (f"{LIST}new/", f"{LIST}edit/{person.pk}/", "/admin/account/"):
        assert 'type="password"' not in words(desk.get(address)), address
    data = {"username": person.username, "email": person.email, "first_name": "A", "last_name": "B", "is_active": "on",
            "password1": NEW, "password2": NEW}  # fmt: skip
    assert desk.post(f"{LIST}edit/{person.pk}/", data).status_code == 302
    desk.post("/admin/account/", {"password-old_password": PASSWORD, "password-new_password1": NEW, "password-new_password2": NEW,
                                  "name_email-email": "else@example.org", "name_email-first_name": "A", "name_email-last_name": "B"})  # fmt: skip
    assert get_user_model().objects.get(pk=person.pk).check_password(PASSWORD)
    boss.refresh_from_db()
    assert boss.check_password(PASSWORD)
    assert boss.email != "else@example.org"


def test_an_administrator_resets_a_lost_second_step_and_both_are_told(client, desk, boss, member_of):
    person = member_of("Editors")
    give_app(person)
    sign_in(client, person)
    assert is_in(client)
    OutboxMessage.objects.all().delete()
    asked, _done = does(desk, "reset_second_step", person)
    assert "ring them" in words(asked)
    assert not is_in(client)
    assert not Authenticator.objects.filter(user=person).exists()
    told = {message.recipients[0]: message.subject for message in OutboxMessage.objects.all()}
    assert told == {
        person.email: "The way you sign in has changed",
        boss.email: "You reset the second step of a colleague",
    }
    assert ModelLogEntry.objects.filter(object_id=str(person.pk), action="signin.reset_factor", user=boss).exists()
    assert type_password(client, person).url == "/admin/"
    assert client.get("/admin/").url.startswith("/account/?next=")
    assert "No second step yet" in words(desk.get(LIST))


def test_resetting_somebodys_second_step_needs_a_confirmation_that_is_minutes_old(desk, member_of):
    person = member_of("Editors")
    give_app(person)
    session = desk.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 6 * 60
    session.save()
    for answer in does(desk, "reset_second_step", person):
        assert answer.url.startswith("/account/confirm/")
    assert Authenticator.objects.filter(user=person).exists()


def test_only_who_may_do_everything_touches_such_a_person(desk, member_of):
    top = member_of(None)
    give_app(top)
    assert 'name="is_superuser"' not in words(desk.get(f"{LIST}new/"))
    assert not invite(desk, is_superuser="on").is_superuser
    for address in (f"{LIST}edit/{top.pk}/", reverse("wagtailusers_users:reset_second_step", args=[top.pk])):
        for ask in (desk.get, desk.post):
            assert ask(address, {"email": "mine@example.org"}).status_code == 302
    desk.post(f"/admin/bulk/users/user/set_active_state/?id={top.pk}", {"mark_as_active": "False"})
    top.refresh_from_db()
    assert top.is_active
    assert top.email != "mine@example.org"
    assert Authenticator.objects.filter(user=top).exists()


@pytest.mark.parametrize("role", ["Contributors", "Editors", "Approvers", "Inbox staff"])
def test_only_administrators_invite_and_reset(client, member_of, role):
    person, other = member_of(role), member_of("Editors")
    give_app(person)
    give_app(other)
    sign_in(client, person)
    for act in ("invite_again", "take_invitation_back", "reset_second_step"):
        for answer in does(client, act, other):
            assert answer.status_code == 302
            assert answer.url == "/admin/"
    assert client.post(f"{LIST}new/", {"email": "x@example.org"}).status_code == 302
    assert Authenticator.objects.filter(user=other).exists()
    assert not get_user_model().objects.filter(email="x@example.org").exists()


def test_two_people_never_share_an_address_or_a_name(desk, member_of):
    member_of("Editors", email="ann@example.org", username="ann")
    answer = desk.post(f"{LIST}new/", {"first_name": "A", "last_name": "B", "email": "ANN@example.org"})
    assert "Somebody already has an account with this email address." in words(answer)
    assert invite(desk, "ann@example.com").username == "ann2"
    assert invite(desk, "Ann@example.net").username == "ann3"
    assert invite(desk, "!!!@example.net").username == "person"


def test_an_address_that_is_replaced_is_told(desk, member_of):
    person = member_of("Editors", email="before@example.org")
    data = {
        "username": person.username,
        "email": "after@example.org",
        "first_name": "A",
        "last_name": "B",
        "is_active": "on",
    }
    desk.post(f"{LIST}edit/{person.pk}/", data)
    message = OutboxMessage.objects.get(recipients=["before@example.org"])
    assert "another email address" in text_of(message)
    assert "after@example.org" not in text_of(message)


def test_each_role_is_explained_where_it_is_given_and_in_the_list_of_roles(desk):
    assert set(roles.EXPLAINED) == set(roles.ROLES)
    form, listed = words(desk.get(f"{LIST}new/")), words(desk.get("/admin/groups/"))
    for role in roles.ROLES:
        assert 2 <= len(roles.explained(role)) <= 3
        for sentence in roles.explained(role):
            assert len(sentence.split()) <= 20, sentence
            assert sentence in form
            assert sentence in listed
    editors = Group.objects.get(name="Editors")
    # As they are called everywhere else, not as the models are.
    assert re.search(r"\d+ roles", listed)
    assert re.search(r"\d (people|person)", words(desk.get(LIST)))
    assert "You need not change anything here" in words(desk.get(f"/admin/groups/edit/{editors.pk}/"))


def test_what_is_said_of_roles_is_so(member_of):
    """The sentences that name something: each is asked of the role's permissions."""
    may = {role: member_of(role).has_perm for role in roles.ROLES}

    def who(permission):
        return {role for role in roles.ROLES if may[role](permission)}

    assert who("intake.read_contact_details") == {"Approvers", "Inbox staff", "Administrators"}
    assert who("contribute.view_complaint") == {"Inbox staff", "Administrators"}
    assert who("contribute.view_enquiry") == {"Approvers", "Inbox staff", "Administrators"}
    assert who("newsletter.send_issue") == {"Approvers", "Administrators"}
    assert who("newsletter.delete_subscriber") == {"Inbox staff", "Administrators"}
    assert who("directory.publish_service") == {"Approvers", "Administrators"}
    assert who("directory.delete_service") == {"Administrators"}
    assert who("directory.change_service") == {"Editors", "Approvers", "Administrators"}
    assert who("home.change_navigation") == who("core.change_sitesettings") == {"Approvers", "Administrators"}
    assert who("contribute.view_storysent") == {"Approvers", "Administrators"}
    assert who("contribute.view_work") >= {"Editors"}
    assert who("users.change_user") == {"Administrators"}
    kept = ("home.change_notice", "home.change_helpline", "core.change_taxonomy", "intake.change_mailtext")
    for permission in (*kept, "pages.change_charterendorsement", "pages.change_toolwords"):
        assert who(permission) == {"Editors", "Approvers", "Administrators"}, permission


def test_the_list_of_people_costs_the_same_for_many(desk, member_of):
    counts = []
    for _times in range(2):
        for _each in range(4):
            member_of("Editors")
        counts.append(settled_cost(lambda: desk.get(LIST)))
    assert counts[0] == counts[1]
