"""Registers the newsletter's screens with Wagtail's admin; what they do stands in their own modules."""

from django.urls import path
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from .desk import DeskView, LetThroughView, SendView
from .models import Issue, Subscriber
from .permissions import COMPOSE, SEND, IssuePolicy, SubscriberPolicy
from .viewsets import NewsletterGroup, desk_url

register_permission_policy(Issue, IssuePolicy(Issue))
register_permission_policy(Subscriber, SubscriberPolicy(Subscriber))
register_snippet(NewsletterGroup)


@hooks.register("register_admin_urls")
def issue_urls():
    issue = "newsletter/issue/<int:pk>"
    return [
        path(f"{issue}/", DeskView.as_view(), name="newsletter_desk"),
        path(f"{issue}/send/", SendView.as_view(), name="newsletter_send"),
        path("newsletter/reader/<int:pk>/let-through/", LetThroughView.as_view(), name="newsletter_let_through"),
    ]


@hooks.register("register_snippet_listing_buttons")
def desk_button(snippet, user, next_url=None):
    """Offer what comes next beside each issue."""
    if isinstance(snippet, Issue) and (user.has_perm(COMPOSE) or user.has_perm(SEND)):
        label = "Test and send" if snippet.is_draft else "Report"
        yield Button(label, desk_url(snippet), icon_name="mail", priority=15)


@hooks.register("register_log_actions")
def register_newsletter_actions(actions):
    """Name the newsletter's own entries of the history."""
    actions.register_action("newsletter.send", "Send an issue", "Let it be sent to its readers")
    actions.register_action("newsletter.let_through", "Let a reader through", "Let the link be sent to a reader")
