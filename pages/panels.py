"""Panels of our own beside the fields of a page in the editor."""

from django.template.loader import render_to_string
from django.utils.functional import cached_property
from wagtail.admin.panels import Panel
from wagtailmedia.edit_handlers import MediaChooserPanel
from wagtailmedia.widgets import AdminMediaChooser

from cms.core import careful_words
from cms.core.readability import visible_text

from .next_steps import next_step, whose_approval


class RecordingChooser(AdminMediaChooser):
    choose_one_text = "Choose or add a recording"
    choose_another_text = "Choose another recording"
    link_to_chosen_text = "Edit this recording"


class RecordingPanel(MediaChooserPanel):
    """Wagtailmedia's panel, in the words that editors have for it."""

    _widget_class = RecordingChooser


_beside_stories = []


def stand_beside_stories(beside):
    """Let an app above say something beside a story: ``beside(page, user)`` returns ``(template, context)``, or None."""
    _beside_stories.append(beside)


class BesideStoryPanel(Panel):
    """Beside a story: what apps above have to say of it, such as that its teller sent it in."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/admin/beside_story.html"

        @cached_property
        def said(self):
            if not (self.instance.pk and self.request):
                return []
            return [found for beside in _beside_stories if (found := beside(self.instance, self.request.user))]

        def is_shown(self):
            return bool(self.said)

        def get_context_data(self, parent_context=None):
            # Drawn here: a template that includes another by a variable's name is not checked by anything.
            drawn = [render_to_string(template, context) for template, context in self.said]
            return super().get_context_data(parent_context) | {"drawn": drawn}


class ConsentPanel(Panel):
    """Beside a story: whether it may be published, and for those who keep consents what was agreed."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/admin/consent_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            story, user = self.instance, self.request.user if self.request else None
            context["story"] = story if story.pk else None
            context["may_record"] = bool(user and user.has_perm("pages.add_storyconsent"))
            if not story.pk:
                return context
            context["why_not"] = story.why_not_published()
            # Their tables know the story's, so they are asked for by name.
            source, relations = story.alias_of_id or story.pk, type(story)._meta
            stops = relations.get_field("stops").related_model.objects.filter(story=source)
            stops = list(stops.select_related("said_by", "settled_by"))
            context["stop"] = next((each for each in stops if not each.settled_at), None)
            if user:
                context |= self.review(story, user, context["why_not"])
            if context["why_not"] and not context["stop"] and story.why_not_agreed():
                requests = relations.get_field("consent_request").related_model.objects
                context["asked"] = requests.filter(story=source).select_related("asked_by").first()
                context["may_ask"] = not context["may_record"]
            if user and user.has_perm("pages.view_storyconsent"):
                context["consent"] = relations.get_field("consent").related_model.objects.filter(story=source).first()
                context["may_keep"] = user.has_perm("pages.change_storyconsent")
                context["settled"] = [each for each in stops if each.settled_at]
            return context

        @staticmethod
        def review(story, user, why_not):
            """Return how it stands with the second person, or what ``user`` can do next where nothing is missing."""
            if not why_not:
                return {"next_step": next_step(story, user, why="")}
            # They know the story, which is made of this module's panels.
            from .models.readings import wrote_latest

            if said := whose_approval(story, user):
                return {"whose_approval": said}
            latest = story.latest_revision if why_not == story.unread else None
            # It waits for the second person already: whoever looks at it may be the one.
            state = story.current_workflow_state if latest else None
            task = state.current_task_state.task.specific if state and state.current_task_state else None
            actions = task.get_actions(story, user) if task else []
            return {
                # Who wrote the words does not read them as the second person.
                "ask_a_colleague": bool(latest) and wrote_latest(story, user), "is_submitted": bool(state),
                "may_approve": any(name == "approve" for name, *_rest in actions),
            }  # fmt: skip


class CarefulWordsPanel(Panel):
    """Beside a story: words that hurt or put readers at risk, with others to choose. It warns; nothing is refused."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/admin/careful_words_panel.html"

        @cached_property
        def warnings(self):
            without = self.instance.quotations_stand
            return [
                warning
                for where, text, is_quotation in spoken_parts(self.instance)
                if not (is_quotation and without)
                for warning in careful_words.found_in(text, where, without)
            ]

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {"warnings": self.warnings, "story": self.instance}


def spoken_parts(story):
    """Yield ``(where, text, is_quotation)``: the words of a story part by part, without markup."""
    yield "Title", story.title, False
    yield "Teaser", story.teaser, False
    yield "The story in short", story.short_form, False
    yield "Pull quote", story.pull_quote, True
    for child in story.body:
        text = "\n".join(str(part) for part in child.block.get_searchable_content(child.value))
        yield "The story", visible_text(text), child.block_type == "quotation"
