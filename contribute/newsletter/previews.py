"""How an issue looks before it is sent: as email, as plain text, as a page in the archive."""

from django.shortcuts import render

from .composing import compose, context_of, drawn
from .models import NewsletterWords
from .views import ABOVE


def answer(issue, request, mode):
    """Return the preview of ``issue`` in ``mode`` ("" for email, "text", "archive"); it need not be saved."""
    letter, words = compose(issue), NewsletterWords.load()
    if mode == "archive":
        return render(request, "newsletter/issue.html", {"issue": issue, "letter": letter, "ancestors": ABOVE})
    text, _html = drawn(letter, words, name="Sam")
    context = context_of(letter, words, name="Sam") | {"text": text, "is_text": mode == "text"}
    return render(request, "newsletter/admin/preview.html", context)
