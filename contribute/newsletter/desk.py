"""From draft to report: one screen on which an issue is tried and sent, and where it is told what became of it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from .composing import compose
from .models import Issue, NewsletterWords, Subscriber
from .permissions import COMPOSE, SEND, SubscriberPolicy
from .sending import obstacles, press, readers, report, send_trial
from .subscribing import let_through
from .viewsets import desk_url

READERS = "wagtailsnippets_newsletter_subscriber:list"


class IssueScreen(WagtailAdminTemplateMixin, TemplateView):
    """What the screens about one issue share."""

    header_icon = "mail"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not (request.user.has_perm(COMPOSE) or request.user.has_perm(SEND)):
            raise PermissionDenied
        self.issue = get_object_or_404(Issue, pk=kwargs["pk"])
        self.letter = compose(self.issue)
        self.words = NewsletterWords.load()

    def get_page_subtitle(self):
        return self.issue.subject

    @property
    def edit_url(self):
        return reverse("wagtailsnippets_newsletter_issue:edit", args=[self.issue.pk])

    def get_breadcrumbs_items(self):
        above = {"url": self.edit_url, "label": self.issue.subject} if self.issue.is_draft else None
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailsnippets_newsletter_issue:list"), "label": "Issues"},
            *([above] if above else []),
            {"url": "", "label": self.page_title, "sublabel": self.issue.subject},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "issue": self.issue,
            "letter": self.letter,
            "edit_url": self.edit_url,
            "desk_url": desk_url(self.issue),
            "lists": list(self.issue.lists.all()),
            "may_send": self.request.user.has_perm(SEND),
        }


class DeskView(IssueScreen):
    """``/admin/newsletter/issue/<pk>/``: of a draft what is missing, a test and the way to sending; else the report."""

    @property
    def template_name(self):
        return "newsletter/admin/desk.html" if self.issue.is_draft else "newsletter/admin/report.html"

    @property
    def page_title(self):
        return "Test and send" if self.issue.is_draft else "Report"

    @property
    def header_buttons(self):
        if self.issue.is_draft:
            return [HeaderButton("Go on writing", url=self.edit_url, icon_name="edit", priority=10)]
        return [HeaderButton("See it on the site", url=self.issue.get_absolute_url(), icon_name="view", priority=10)]

    def post(self, request, *args, **kwargs):
        if not request.user.email:
            messages.error(request, "Your account has no email. Add one under “Account”, then try again.")
        else:
            send_trial(self.issue, request.user)
            messages.success(request, f"A test is on its way to {request.user.email}.")
        return redirect(desk_url(self.issue))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.issue.is_draft:
            return context | {
                "obstacles": obstacles(self.issue, self.letter, self.words),
                "number": readers(self.issue).count(),
                "send_url": reverse("newsletter_send", args=[self.issue.pk]),
                "words_url": reverse("wagtailsettings:edit", args=["newsletter", "newsletterwords"]),
            }
        return context | {"report": report(self.issue)}


class SendView(IssueScreen):
    """``/admin/newsletter/issue/<pk>/send/``: to how many, and the one button that cannot be taken back."""

    page_title = "Send"
    template_name = "newsletter/admin/send.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(SEND):
            raise PermissionDenied
        if not self.issue.is_draft:
            messages.warning(request, "This issue was sent already. Nothing was sent again.")
            return redirect(desk_url(self.issue))
        if obstacles(self.issue, self.letter, self.words):
            return redirect(desk_url(self.issue))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if press(self.issue, request.user):
            messages.success(request, "The issue is on its way. You need not stay here.")
        return redirect(desk_url(self.issue))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"number": readers(self.issue).count()}


class LetThroughView(WagtailAdminTemplateMixin, TemplateView):
    """``/admin/newsletter/reader/<pk>/let-through/``: send the link to somebody whom the form took for a robot."""

    page_title = "Let through"
    header_icon = "mail"
    template_name = "newsletter/admin/let_through.html"

    def dispatch(self, request, *args, **kwargs):
        if not SubscriberPolicy(Subscriber).user_has_permission(request.user, "delete"):
            raise PermissionDenied
        self.subscriber = get_object_or_404(Subscriber.objects.select_related("sender"), pk=kwargs["pk"])
        if not self.subscriber.is_held:
            messages.warning(request, "They are not held any more. Nothing was sent again.")
            return redirect(READERS)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if let_through(self.subscriber):
            log(instance=self.subscriber, action="newsletter.let_through", user=request.user)
            messages.success(request, "The link is on its way. They are on the list once they have pressed it.")
        return redirect(READERS)

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(READERS), "label": "Readers"},
            {"url": "", "label": self.page_title, "sublabel": ""},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"subscriber": self.subscriber, "readers_url": reverse(READERS)}
