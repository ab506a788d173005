"""What editors keep for the ways of writing to us: their words, and topics of questions."""

from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Channel, EnquiryTopic, StoryPrompt


class ChannelViewSet(SnippetViewSet):
    """Channels are made by migrations: they are changed here, and never added or deleted (nobody is granted that)."""

    model = Channel
    icon = "mail"
    menu_label = "Words of the forms"
    list_display = ["title", "is_open", "answer_in"]
    copy_view_enabled = False


class EnquiryTopicViewSet(SnippetViewSet):
    model = EnquiryTopic
    icon = "tag"
    menu_label = "Topics of questions"
    list_display = ["name", "goes_to", "is_offered", "sort_order"]


class StoryPromptViewSet(SnippetViewSet):
    model = StoryPrompt
    icon = "openquote"
    menu_label = "Questions for stories"
    list_display = ["words", "is_offered", "sort_order"]


class ContributeGroup(SnippetViewSetGroup):
    menu_label = "Public forms"
    menu_name = "contribute"
    menu_icon = "mail"
    menu_order = 125
    items = (ChannelViewSet, EnquiryTopicViewSet, StoryPromptViewSet)
