"""A right answer to each short form, by kind: what tests begin with."""

from contribute.models import EnquiryTopic

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


FORMS = {
    "enquiry": ("contribute-enquiry", enquiry),
    "endorsement": ("contribute-endorse", endorsement),
    "feedback": ("contribute-feedback", feedback),
    "complaint": ("contribute-complaint", complaint),
}
