"""What is to be posted, in one list: choose some, print their labels, say that they are posted."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.intake.history import note_readings
from cms.intake.review import DecisionRefused

from .. import desk
from ..models import CopyItem, CopyRequest
from ..posting import post

# On one page of the list.
MANY = 50
# Sheets of labels by name: how many stand side by side, and what the choice says.
SHEETS = {
    "three": (3, "21 on a sheet, 63.5 × 38.1 mm"),
    "two": (2, "14 on a sheet, 99.1 × 38.1 mm"),
}
ROWS = 7


def envelope(request):
    """Return the lines of an envelope: name, organisation, address. Empty where the address is deleted."""
    if request.sender is None:
        return []
    return [
        line for line in (request.sender.name, request.organisation, *request.sender.postal_address.split("\n")) if line
    ]


def on_sheets(envelopes, across, first=1):
    """Return ``envelopes`` as sheets of labels, lists of lists, from the label number ``first`` of the first sheet on."""
    labels = [[]] * (first - 1) + [*envelopes]
    size = across * ROWS
    return [labels[start : start + size] for start in range(0, len(labels), size)]


class CopiesView(WagtailAdminTemplateMixin, TemplateView):
    """``/admin/contribute/copies/``: the open requests, those that wait longest first."""

    template_name = "contribute/admin/copies.html"
    page_title = "To be posted"
    header_icon = "clipboard-list"

    def dispatch(self, request, *args, **kwargs):
        changes = request.method == "POST" and request.POST.get("do") in {"posted", "junk"}
        action = "change" if changes else "view"
        if not request.user.has_perm(f"contribute.{action}_copyrequest"):
            raise PermissionDenied
        self.may_read = request.user.has_perm("intake.read_contact_details")
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("contribute_copyrequest_modeladmin_index"), "label": "Requests for printed copies"},
            {"url": "", "label": self.page_title},
        ]

    def waiting(self):
        waits = CopyRequest.objects.open().filter(posted_on=None)
        return waits.select_related("sender").prefetch_related("lines").order_by("due_on", "received_at", "pk")

    def get_context_data(self, **kwargs):
        page = Paginator(self.waiting(), MANY).get_page(self.request.GET.get("p"))
        if self.may_read:
            note_readings(page.object_list, self.request.user, desk.READ)
        return super().get_context_data(**kwargs) | {
            "page": page,
            "rows": [(row, envelope(row) if self.may_read else []) for row in page.object_list],
            "all_chosen": "all" in self.request.GET,
            "may_read": self.may_read,
            "may_change": self.request.user.has_perm("contribute.change_copyrequest"),
            "overasked": CopyItem.objects.overasked(),
            "sheets": [(name, words) for name, (_across, words) in SHEETS.items()],
        }

    def post(self, request, *args, **kwargs):
        chosen = [int(pk) for pk in request.POST.getlist("chosen") if pk.isascii() and pk.isdigit() and len(pk) < 10]
        rows = list(self.waiting().filter(pk__in=chosen))
        do = {
            "posted": self.do_posted, "junk": self.do_junk, "labels": self.do_labels, "addresses": self.do_addresses,
        }  # fmt: skip
        if request.POST.get("do") not in do:
            raise PermissionDenied
        if not rows:
            messages.error(request, "Choose at least one request first.")
            return redirect("contribute_copies")
        return do[request.POST["do"]](request, rows)

    def do_posted(self, request, rows):
        done = []
        for row in rows:
            try:
                done.append(post(row, user=request.user))
            except DecisionRefused as refused:
                messages.error(request, f"{row.reference}: {refused.message}")
        if done:
            are = "One request is" if len(done) == 1 else f"{len(done)} requests are"
            messages.success(request, f"{are} posted, and taken off the shelf.")
        return redirect("contribute_copies")

    def do_junk(self, request, rows):
        done = []
        for row in rows:
            try:
                desk.set_status(row, CopyRequest.Status.JUNK, user=request.user)
                done.append(row)
            except DecisionRefused as refused:
                messages.error(request, f"{row.reference}: {refused.message}")
        if done:
            are = "One request stands" if len(done) == 1 else f"{len(done)} requests stand"
            words = f"{are} under Junk. What they asked for is free for others. Nobody was written to."
            messages.success(request, words)
        return redirect("contribute_copies")

    def take_addresses(self, request, rows):
        """Return the envelopes of ``rows``; that they were taken is written into the history of each."""
        if not self.may_read:
            raise PermissionDenied
        note_readings(rows, request.user, "contribute.addresses", is_once=False)
        return [lines for lines in map(envelope, rows) if lines]

    def do_addresses(self, request, rows):
        text = "\n\n".join("\n".join(lines) for lines in self.take_addresses(request, rows))
        context = super().get_context_data() | {"text": text, "number": len(rows)}
        return render(request, "contribute/admin/addresses.html", context)

    def do_labels(self, request, rows):
        name = request.POST.get("sheet", "")
        name = name if name in SHEETS else "three"
        across, _words = SHEETS[name]
        typed = request.POST.get("first", "")
        first = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1
        first = min(max(first, 1), across * ROWS)
        sheets = on_sheets(self.take_addresses(request, rows), across, first)
        return render(request, "contribute/admin/labels.html", {"sheets": sheets, "name": name})
