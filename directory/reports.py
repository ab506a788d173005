"""What happens to a report of a problem: received, decided. All its writes are here."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.intake.coming_back import may_mail
from cms.intake.keys import hashed
from cms.intake.mail import send_template
from cms.intake.models import Consent, Sender
from cms.intake.review import DecisionRefused

from . import moderation
from .models import Report
from .models.reports import KEEP_REPORT
from .report_forms import CONSENT_VERSION, CONSENT_WORDING


def receive(service, topics, words, email, once):
    """Keep a report about ``service`` and return it. Sent again under the same token, the first is returned.

    ``email`` may be ''; then nobody is told of the outcome.
    """
    token_hash = hashed(once)
    found = Report.objects.filter(token_hash=token_hash).first()
    if found:
        return found
    try:
        with transaction.atomic():
            report = Report.objects.create(
                service=service, title=service.name, token_hash=token_hash, topics=topics, words=words,
                **(_from(email) if email else {}),
            )  # fmt: skip
            log(instance=service, action="directory.report", data={"reference": report.reference})
            if email and may_mail(email):
                _mail(report, "report_received")
    except IntegrityError:
        # The same moment, from two tabs: the other one is there now.
        found = Report.objects.filter(token_hash=token_hash).first()
        if found is None:
            raise  # something else was wrong, and it is not kept
        return found
    return report


def _from(email):
    return {
        "sender": Sender.objects.create(email=email),
        "consent": Consent.objects.create(
            wording=CONSENT_WORDING, version=CONSENT_VERSION, purposes=["hear the outcome of a report"]
        ),
    }


class ReportDecided(DecisionRefused):
    """Somebody else decided first."""

    def __init__(self, report):
        who = report.decided_by.known_as if report.decided_by else "somebody"
        self.message = (
            f"This was already decided by {who} ({report.get_decision_display().lower()}). "
            "Your decision was not recorded, and nothing was mailed."
        )
        super().__init__(self.message)


def decide(report, decision, *, user, words="", reason=""):
    """Record the outcome once, in the entry's history too, and mail ``words`` to who asked to hear it.

    ``reason`` is for colleagues and is not mailed. Raises ReportDecided where a colleague was first.
    """
    with transaction.atomic():
        claimed = Report.objects.undecided().filter(pk=report.pk).update(
            decision=decision, decision_reason=reason, decided_at=timezone.now(), decided_by=user,
            retain_until=timezone.localdate() + KEEP_REPORT,
        )  # fmt: skip
        report = Report.objects.select_related("service", "sender", "decided_by").get(pk=report.pk)
        if not claimed:
            raise ReportDecided(report)
        if report.service and decision == Report.Decision.TAKEN_OFF:
            moderation.end_ways_back(report.service)
        if report.service:
            log(
                instance=report.service, action="directory.report_decided", user=user,
                data={"reference": report.reference, "outcome": report.get_decision_display()},
            )  # fmt: skip
        _mail(report, "report_outcome", reason=words)
    return report


def _mail(report, template, **context):
    """Mail who asked to hear. Neither the service's name nor the topic is in it: mail is read on shared screens."""
    if report.sender is not None and report.sender.email:
        send_template(
            f"directory:report:{report.pk}:{template}", f"directory/email/{template}", report.sender.email,
            {"reference": report.reference, **context},
        )  # fmt: skip
