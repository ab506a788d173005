"""Panels of our own beside the fields of a page in the editor."""

from wagtail.admin.panels import Panel


class ConsentPanel(Panel):
    """Beside a story: whether it may be published, and for those who keep consents what was agreed."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/admin/consent_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            story, user = self.instance, self.request.user if self.request else None
            context["story"] = story if story.pk else None
            context["why_not"] = story.why_not_published() if story.pk else ""
            if story.pk and user and user.has_perm("pages.view_storyconsent"):
                source = story.alias_of_id or story.pk
                # The record's table knows the story's, so it is asked for by name.
                consents = type(story)._meta.get_field("consent").related_model.objects
                context["consent"] = consents.filter(story=source).first()
                context["may_keep"] = user.has_perm("pages.change_storyconsent")
            return context
