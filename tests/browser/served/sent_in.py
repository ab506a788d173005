"""Addresses below ``/contribute/`` that only somebody has who sent something in."""

from cms.intake.receipts import seal
from contribute import desk, opinions
from contribute.models import Channel, Enquiry
from contribute.receiving import ANSWER, TAKE_BACK, receive
from contribute.views.forms import RECEIPT
from contribute.views.links import WROTE_AGAIN
from contribute.views.opinions import RECEIPT as USEFUL
from directory.models import Service
from pages.models import StandardPage


def made():
    """Send a few things in and return the addresses of their pages by name."""
    calm = enquiry("made-calm", words="How do I begin?")
    heavy = enquiry("made-heavy", words="I want to die", sender={})
    gone = enquiry("made-gone", words="Never mind")
    desk.take_back(gone)
    contribute = "/contribute"
    page, entry = StandardPage.objects.live().first(), Service.objects.listed().order_by("pk").first()
    opinion = opinions.keep("made-useful", False, "", page=page)
    worried = opinions.keep("made-worried", True, "I want to die", service=entry)
    return {
        "useful": f"{contribute}/useful/{page.pk}/yes/",
        "useful, of an entry": f"{contribute}/useful/entry/{entry.slug}/no/",
        "useful, of a list": f"{contribute}/useful/on/search/no/",
        "useful, counted": f"{contribute}/useful/thanks/{seal(USEFUL, opinion.pk)}/",
        "useful, in danger": f"{contribute}/useful/thanks/{seal(USEFUL, worried.pk)}/",
        "contribution sent": f"{contribute}/sent/{seal(RECEIPT, calm.reference)}/",
        "contribution sent, in danger": f"{contribute}/sent/{seal(RECEIPT, heavy.reference)}/",
        "take back": f"{contribute}/take-back/{seal(TAKE_BACK, calm.reference)}/",
        "taken back": f"{contribute}/take-back/{seal(TAKE_BACK, gone.reference)}/",
        "write again": f"{contribute}/answer/{seal(ANSWER, calm.reference)}/",
        "write again, too late": f"{contribute}/answer/{seal(ANSWER, gone.reference)}/",
        "wrote again": f"{contribute}/answered/{seal(WROTE_AGAIN, calm.reference)}/",
    }


def enquiry(once, **values):
    values = {"sender": {"email": "made@example.org"}, "topic_name": "Something else"} | values
    return receive(Enquiry, once, **values)[0]


def html():
    """Return templates with what they take, by name, of pages that are there only at times."""
    channel = Channel(title="Ask the Centre", closed_message="We are away until March.\n\nRing us in the meantime.")
    return {"form closed": ("contribute/closed.html", {"channel": channel})}
