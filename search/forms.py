"""The search box, which corrects instead of refusing: whatever an address says, a page comes back."""

from django import forms

from cms.core import searchable, wording


class SearchForm(forms.Form):
    """``?q= &kind= &page=``, each made usable; ``corrections`` says in words what was changed.

    Bound to request.GET. It is always valid: ``wanted`` is a Wanted (perhaps empty), ``kind`` a Kind or None.
    """

    is_filter = True
    use_required_attribute = False

    q = forms.CharField(
        label="What are you looking for?",
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "maxlength": wording.LONGEST, "autocomplete": "off", "enterkeyhint": "search"}
        ),
    )

    def __init__(self, data):
        self.corrections = []
        typed = wording.clean(data.get("q", ""))
        text = wording.shorten(typed)
        super().__init__({"q": text})
        if text != typed:
            self.corrections.append(f"That was long, so we used the first {wording.LONGEST} characters.")
        self.wanted = wording.wanted(text)
        if self.wanted.cut:
            self.corrections.append(f"That was many words, so we used the first {wording.MOST_WORDS} that matter.")
        self.kind = self._kind(data.get("kind", ""))

    def _kind(self, key):
        if not key:
            return None
        kind = searchable.kinds().get(key)
        if kind is None:
            self.corrections.append("There is no such kind of result, so we show all kinds.")
        return kind


def page_number(typed, last):
    """Return the page that ``typed`` asks for, from 1 to ``last``, and a correction in words ('' where none)."""
    if typed in ("", "1"):
        return 1, ""
    # isdecimal takes digits of every script, as int does; more than nine of them are no page of ours.
    number = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
    if number < 1:
        return 1, "That is not a page number, so this is the first page."
    if number > last:
        return last, f"There are {last} pages, so this is the last one." if last > 1 else "There is only one page."
    return number, ""
