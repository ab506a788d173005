"""How an issue looks before it is sent: as email, as plain text, as a page in the archive."""

from django.shortcuts import render

from .composing import compose, drawn
from .models import NewsletterWords
from .views import ABOVE


def answer(issue, request, mode):
    """Return the preview of ``issue`` in ``mode`` ("" for email, "text", "archive"); it need not be saved."""
    letter, words = compose(issue), NewsletterWords.load()
    if mode == "archive":
        return render(request, "newsletter/issue.html", {"issue": issue, "letter": letter, "ancestors": ABOVE})
    text, html = drawn(letter, words, name="Sam")
    context = {"letter": letter, "text": text, "html": html, "from_name": words.from_name}
    return render(request, "newsletter/admin/preview.html", {**context, "is_text": mode == "text"})
