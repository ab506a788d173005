"""Emails that did not leave, for staff: what the person behind each waits for, and a button to try again."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .history import note_list
from .mail import try_again
from .models import OutboxMessage

# Addresses stand on the screen.
PERMISSION = "intake.read_contact_details"
TITLE = "Emails that were not sent"
MANY = 50


def may_see(user):
    return user.has_perm(PERMISSION)


def why_not_sent(message):
    """Return, in words for staff, why ``message`` did not leave."""
    if message.last_error.startswith("SMTPRecipientsRefused"):
        return "The mail server does not take mail to this address. There may be a slip in it."
    return "The mail server could not be reached, or did not take it."


class MailView(WagtailAdminTemplateMixin, TemplateView):
    """``/admin/intake/mail/``: what was tried a few times and has not left, the oldest first."""

    template_name = "intake/admin/mail.html"
    page_title = TITLE
    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        note_list(OutboxMessage, request.user, "intake.see_list", is_once=True)
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        page = Paginator(OutboxMessage.objects.stuck().order_by("created_at", "pk"), MANY).get_page(
            self.request.GET.get("p")
        )
        return super().get_context_data(**kwargs) | {
            "page": page, "rows": [(message, why_not_sent(message)) for message in page.object_list],
        }  # fmt: skip

    def post(self, request, *args, **kwargs):
        chosen = request.POST.get("message", "")
        rows = OutboxMessage.objects.all()
        if chosen != "all":
            rows = (
                rows.filter(pk=int(chosen))
                if chosen.isascii() and chosen.isdigit() and len(chosen) < 15
                else rows.none()
            )
        number = try_again(rows)
        if number:
            what = "It is" if number == 1 else f"{number} emails are"
            messages.success(request, f"{what} tried again now. What cannot be sent comes back to this list.")
        else:
            messages.warning(
                request, "It is not in this list any more: it was sent, or deleted with what it was about."
            )
        return redirect("intake_mail")


def mail_urls():
    return [path("intake/mail/", MailView.as_view(), name="intake_mail")]


class MailMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see(request.user)


def mail_menu_item():
    return MailMenuItem(TITLE, reverse("intake_mail"), name="mail-not-sent", icon_name="mail", order=1290)
