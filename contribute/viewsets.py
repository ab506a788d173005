"""What editors keep for the ways of writing to us: their words, and topics of questions."""

from django.db import transaction
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms.careful.versions import RememberedEditView, RememberedViewSet

from .models import Channel, CopyItem, EnquiryTopic, StoryPrompt


class ChannelViewSet(RememberedViewSet):
    """Channels are made by migrations: they are changed here, and never added or deleted (nobody is granted that)."""

    model = Channel
    icon = "mail"
    menu_label = "Words of the forms"
    list_display = ["title", BooleanColumn("is_open", label="Open"), "answer_in"]
    search_fields = ["title"]
    copy_view_enabled = False


class EnquiryTopicViewSet(RememberedViewSet):
    model = EnquiryTopic
    icon = "tag"
    menu_label = "Topics of questions"
    list_display = ["name", "goes_to", BooleanColumn("is_offered", label="Offered"), "sort_order"]
    list_filter = ["is_offered"]
    search_fields = ["name"]


class StoryPromptViewSet(RememberedViewSet):
    model = StoryPrompt
    icon = "openquote"
    menu_label = "Questions for stories"
    list_display = ["words", BooleanColumn("is_offered", label="Offered"), "sort_order"]
    list_filter = ["is_offered"]
    search_fields = ["words", "hint"]


class CopyItemEditView(RememberedEditView):
    """Correct the shelf: the row is held from the look at it to the save."""

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs)


class CopyItemViewSet(RememberedViewSet):
    model = CopyItem
    edit_view_class = CopyItemEditView
    icon = "doc-full"
    menu_label = "Printed copies"
    list_display = [
        "name",
        Column(
            "stock", label="On the shelf", accessor=lambda item: "Not counted" if item.stock is None else item.stock
        ),
        Column("promised", label="Asked for"),
        Column("held", label="Kept back"),
        Column("left", label="Left", accessor=lambda item: "" if item.left is None else item.left),
        BooleanColumn("is_offered", label="Offered"),
    ]
    list_filter = ["is_offered"]
    search_fields = ["name"]

    def get_queryset(self, request):
        return CopyItem.objects.with_promised()


class ContributeGroup(SnippetViewSetGroup):
    menu_label = "Public forms"
    menu_name = "contribute"
    menu_icon = "mail"
    menu_order = 125
    items = (ChannelViewSet, EnquiryTopicViewSet, StoryPromptViewSet, CopyItemViewSet)
