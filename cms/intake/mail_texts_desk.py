"""The screens on which editors change what mails say, look at them filled with samples, and send themselves one."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.permissions import policy_registry
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.views import snippets as views
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.core.setting_screens import OnlyChanged, ToldOfOthers
from cms.core.version_screens import LeadsBack, SaysWhatReadersSaw

from . import mail_words
from .mail import KEY_HEADER
from .models import MailText, OutboxMessage

TEST, ORIGINAL = "action-test", "action-original"
MOST_TESTS_AN_HOUR = 10


class MailTextForm(WagtailAdminModelForm):
    """The words in force. What is the same as the original is not kept: so it gets better with the site."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.letter:
            self.initial["subject"], self.initial["body"] = self.instance.words

    def clean(self):
        cleaned = super().clean()
        letter = self.instance.letter
        subject = cleaned.get("subject", "").strip()
        body = cleaned.get("body", "").replace("\r\n", "\n").strip()
        if letter and not self.errors:
            try:
                mail_words.check(letter, subject, body)
            except ValidationError as error:
                self.add_error(None, error)
            cleaned["subject"] = "" if subject == letter.subject else subject
            cleaned["body"] = "" if body == letter.body else body
        return cleaned


class MailTextPolicy(OnlyChanged):
    """Mails are made by code; some are changed only by those who may do what the mail is about (``Letter.permission``)."""

    def user_has_permission_for_instance(self, user, action, instance):
        letter = instance.letter
        return super().user_has_permission_for_instance(user, action, instance) and (
            letter is None or letter.may_be_changed_by(user)
        )


class ForWhoMay:
    """For a view of one mail: whoever may not change that very mail sees neither its words nor its history."""

    def get_object(self, *args, **kwargs):
        text = super().get_object(*args, **kwargs)
        if not policy_registry.get_by_type(MailText).user_has_permission_for_instance(
            self.request.user, "change", text
        ):
            raise PermissionDenied
        return text


class MailTextIndexView(views.IndexView):
    """All mails that one may change, in groups; none can be added or deleted."""

    def get_base_queryset(self):
        MailText.make_missing()
        keys = [letter.key for letter in mail_words.every() if letter.may_be_changed_by(self.request.user)]
        return super().get_base_queryset().filter(key__in=keys)

    def order_queryset(self, queryset):
        place = {letter.key: number for number, letter in enumerate(mail_words.every())}
        return sorted(queryset, key=lambda text: place[text.key])


class MailTextEditView(ForWhoMay, ToldOfOthers, views.EditView):
    """The form with three buttons: save; send a test to me; put the original words back."""

    def post(self, request, *args, **kwargs):
        if ORIGINAL in request.POST and self.object.letter:
            request.POST = request.POST.copy()
            request.POST["subject"], request.POST["body"] = self.object.letter.subject, self.object.letter.body
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        if TEST not in self.request.POST:
            return super().form_valid(form)
        # Not saved: the mail of what stands in the form.
        self.form = form
        if send_test(form.instance, self.request.user):
            messages.success(
                self.request,
                f"A test is on its way to {self.request.user.email}. What you typed is not saved yet.",
            )
        else:
            messages.warning(
                self.request, "You have sent yourself many tests in this hour. Look at the preview, or wait."
            )
        return self.render_to_response(self.get_context_data(form=self.get_form_class()(**self.get_form_kwargs())))

    def get_success_message(self, instance=None):
        words = "in its original words" if self.object.is_original else "in your words"
        return f"Saved: “{self.object}” goes out {words} from now."

    def get_success_url(self):
        return self.get_edit_url()


def send_test(text, user):
    """Put the mail of ``text``, filled with samples, into the outbox for ``user`` alone; return whether it was one too many."""
    prefix = f"mail-test:{user.pk}:"
    recent = OutboxMessage.objects.filter(key__startswith=prefix, created_at__gt=timezone.now() - timedelta(hours=1))
    if not user.email or recent.count() >= MOST_TESTS_AN_HOUR:
        return False
    subject, plain, html = text.drawn(text.letter.samples())
    message = EmailMultiAlternatives(
        f"Test: {subject}", plain, to=[user.email], headers={KEY_HEADER: f"{prefix}{timezone.now().isoformat()}"}
    )
    message.attach_alternative(html, "text/html")
    return bool(message.send())


class MailTextHistoryView(SaysWhatReadersSaw, ForWhoMay, views.HistoryView):
    pass


class MailTextUsageView(ForWhoMay, views.UsageView):
    pass


class MailTextVersionView(ForWhoMay, views.PreviewRevisionView):
    pass


class MailTextCompareView(LeadsBack, ForWhoMay, views.RevisionsCompareView):
    """Two versions, each with the words that were in force."""

    def _get_revision_and_heading(self, revision_id):
        text, heading = super()._get_revision_and_heading(revision_id)
        text.subject, text.body = text.words
        return text, heading


class SendTest(ActionMenuItem):
    label = "Send a test to me"
    name = TEST
    icon_name = "mail"
    order = 20

    def is_shown(self, context):
        return context["view"] == "edit"


class BackToOriginal(ActionMenuItem):
    label = "Save the original words"
    name = ORIGINAL
    icon_name = "undo"
    order = 30

    def is_shown(self, context):
        return context["view"] == "edit" and not context["instance"].is_original


def actions(items, request, context):
    """For the hook ``construct_snippet_action_menu``: our buttons on the form of a mail."""
    if context["model"] is MailText:
        items[:] = [item for item in items if item.name != "action-delete"]
        items += [item for item in (SendTest(), BackToOriginal()) if item.is_shown(context)]


class MailTextViewSet(SnippetViewSet):
    """Mails are made by code: nobody adds or deletes one."""

    model = MailText
    icon = "mail"
    menu_label = "Emails that the site sends"
    menu_name = "mail-texts"
    add_to_settings_menu = True
    menu_order = 200
    copy_view_enabled = False
    inspect_view_enabled = False
    list_per_page = 100
    index_view_class = MailTextIndexView
    edit_view_class = MailTextEditView
    history_view_class = MailTextHistoryView
    usage_view_class = MailTextUsageView
    revisions_view_class = MailTextVersionView
    revisions_compare_view_class = MailTextCompareView
    edit_template_name = "core/settings/snippet_edit.html"
    list_display = [
        "__str__",
        Column("group", label="To whom", accessor="letter.group"),
        Column("when", label="When", accessor="letter.when"),
        Column("words", label="Words", accessor=lambda text: "Original" if text.is_original else "Changed"),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(template="intake/admin/mail_when.html"),
            FieldPanel(
                "subject",
                help_text="What they see first in their inbox. Say plainly what it is about, in about eight words.",
            ),
            FieldPanel(
                "body",
                help_text="Short paragraphs, with an empty line between them. Leave what stands in { } as it is.",
            ),
            HelpPanel(template="intake/admin/mail_gaps.html", heading="What can be put in"),
        ],
        base_form_class=MailTextForm,
    )
