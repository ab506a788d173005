"""Report a problem with an entry: one page, then a reference."""

from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from cms.intake.guard import public_form
from cms.intake.receipts import loaded

from .. import moved, reports
from ..models import Report, Service
from ..report_forms import ReportForm

RECEIPT_SALT = "directory.report.sent"
RECEIPT_LIFE = 24 * 60 * 60


@public_form(most=10)
def report(request, slug):
    """Ask what is not right with a listed entry, and keep the answer for the editors."""
    service = Service.objects.listed().filter(slug=slug).first()
    if service is None:
        return moved.sent_on(slug, "directory:report")
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        kept = reports.receive(service, given["topics"], given["words"], given["email"], form.once)
        receipt = signing.dumps(kept.reference, salt=RECEIPT_SALT)
        return redirect("directory:report_sent", receipt=receipt)
    context = {"service": service, "form": form, "back": reverse("directory:detail", args=[service.slug])}
    return render(request, "directory/report/form.html", context, status=400 if form.errors else 200)


@public_form(no_store=True)
def sent(request, receipt):
    """The reference and what happens next. Shows nothing of what was sent; after a safety topic, who listens now."""
    reference = loaded(receipt, salt=RECEIPT_SALT, life=RECEIPT_LIFE)
    kept = Report.objects.filter(reference=reference).first()
    if kept is None:
        raise Http404
    context = {"reference": reference, "shows_help": kept.is_about_safety, "hears": kept.sender_id is not None}
    return render(request, "directory/report/sent.html", context)
