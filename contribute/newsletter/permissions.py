"""Who may do what with the newsletter, beyond what groups are granted (migrations/0002)."""

from wagtail.permission_policies import ModelPermissionPolicy

READ_ADDRESSES = "intake.read_contact_details"
SEND = "newsletter.send_issue"
COMPOSE = "newsletter.change_issue"


class IssuePolicy(ModelPermissionPolicy):
    """An issue that was sent stands in other people's inboxes: nobody changes or deletes it here, not even a superuser."""

    def user_has_permission_for_instance(self, user, action, instance):
        if action in {"change", "delete"} and not instance.is_draft:
            return False
        return super().user_has_permission_for_instance(user, action, instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)


class SubscriberPolicy(ModelPermissionPolicy):
    """Readers put themselves on the list, and only who may read addresses sees them. Who may delete may take them off."""

    def user_has_permission(self, user, action):
        if action in {"add", "change"} or not user.has_perm(READ_ADDRESSES):
            return False
        return super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)
