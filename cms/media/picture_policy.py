"""Who sees which picture of the library."""

from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from .waiting import FOLDER, waits


class PicturePolicy(CollectionOwnershipPermissionPolicy):
    """As for all images. But one that waits is chosen for nothing else, and the library shows it to few."""

    def _may(self, user, actions):
        return set(actions) != {"choose"} and user.has_perm("intake.read_upload")

    def instances_user_has_any_permission_for(self, user, actions):
        found = super().instances_user_has_any_permission_for(user, actions)
        return found if self._may(user, actions) else found.exclude(file__startswith=FOLDER)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        if waits(instance.file.name) and not self._may(user, actions):
            return False
        return super().user_has_any_permission_for_instance(user, actions, instance)
