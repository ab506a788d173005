"""Wagtail's app of users, with our list and form in the place of its own."""

from wagtail.users.apps import WagtailUsersAppConfig


class StaffUsersConfig(WagtailUsersAppConfig):
    user_viewset = "cms.signin.people.PersonViewSet"
    group_viewset = "cms.signin.people.RoleViewSet"
