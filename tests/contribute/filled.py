"""A right answer to each short form, by kind: what tests begin with."""

from contribute.models import CopyItem, EnquiryTopic
from pages.models import HardCopies

# A word that nobody else would use: where it turns up, something that was told has got out.
TOLD = "zebrafinch"
EMAIL = "kookaburra@example.org"


def enquiry():
    return {
        "topic": EnquiryTopic.objects.filter(is_offered=True).first().pk,
        "words": f"How do I begin? {TOLD}",
        "answer_by": "email",
        "your_name": "Quoll",
        "your_email": EMAIL,
    }


def feedback():
    return {"about": "hard", "words": f"The map is small. {TOLD}", "your_email": EMAIL}


def complaint():
    return {"words": f"Nobody rang back. {TOLD}", "wish": "A call", "your_name": "Quoll", "your_email": EMAIL}


def endorsement():
    return {
        "organisation": "Quiet Rivers",
        "website": "https://rivers.example.org",
        "words": f"We work by it. {TOLD}",
        "your_name": "Quoll",
        "role": "Chairperson",
        "your_email": EMAIL,
        "agrees": "on",
    }


def copies_to_send():
    """Let there be something to ask for."""
    if not CopyItem.objects.exists():
        HardCopies(pk=HardCopies.load().pk, state=HardCopies.State.OFFERED).save()
        CopyItem.objects.create(name="Finding your feet", stock=100)


def hard_copies():
    copies_to_send()
    return {
        CopyItem.objects.first().field: "2",
        "your_name": "Quoll",
        "street": "7 Wattlebird Lane",
        "suburb": "Ballarat",
        "state": "VIC",
        "postcode": "3350",
        "your_email": EMAIL,
        "words": f"The bell is broken. {TOLD}",
    }


def suggestion():
    return {
        "about": "opportunity",
        "title": "Listening circle for new peer workers",
        "website": "https://circles.example.org/new",
        "words": f"For people who begin. {TOLD}",
        "your_email": EMAIL,
    }


# What must be there before a form is open.
FIRST = {"hard-copies": copies_to_send}


def work():
    return {
        "title": "Tea before talk",
        "work_type": "reflection",
        "words": f"Ten years of groups. {TOLD}",
        "link": "https://tea.example.org/report",
        "licence": "by",
        "maker": "me",
        "shown_name": "Quoll",
        "your_name": "Quoll",
        "your_email": EMAIL,
        "agrees": "on",
    }


FORMS = {
    "suggestion": ("contribute-suggest", suggestion),
    "hard-copies": ("contribute-hard-copies", hard_copies),
    "enquiry": ("contribute-enquiry", enquiry),
    "work": ("contribute-work", work),
    "endorsement": ("contribute-endorse", endorsement),
    "feedback": ("contribute-feedback", feedback),
    "complaint": ("contribute-complaint", complaint),
}
