"""The directory's finder: words, a place, and how far from it. The facets are drawn by ``facets``."""

from django import forms

from cms.core import wording

from .near import DEFAULT_WITHIN, LONGEST, WITHIN


class FinderForm(forms.Form):
    """A GET form that takes anything: what it cannot use it leaves out, and never an error.

    After construction ``wanted`` (words) and ``within`` (kilometres) are what to search for; ``typed_near`` is the
    place as typed. The fields show the same again.
    """

    is_filter = True

    q = forms.CharField(
        label="What are you looking for?",
        required=False,
        widget=forms.TextInput(
            {"type": "search", "autocomplete": "off", "maxlength": wording.LONGEST, "enterkeyhint": "search"}
        ),
    )
    near = forms.CharField(
        label="Suburb or postcode",
        required=False,
        widget=forms.TextInput({"autocomplete": "postal-code", "maxlength": LONGEST}),
    )
    within = forms.TypedChoiceField(
        label="Within", required=False, coerce=int, choices=[(str(km), f"{km} km") for km in WITHIN]
    )

    def __init__(self, data):
        text = wording.shorten(wording.clean(data.get("q", "")))
        self.typed_near = wording.clean(data.get("near", ""))[:LONGEST].strip()
        within = data.get("within", "")
        self.within = int(within) if within in {str(km) for km in WITHIN} else DEFAULT_WITHIN
        self.wanted = wording.wanted(text)
        super().__init__(initial={"q": text, "near": self.typed_near, "within": str(self.within)}, auto_id="finder-%s")
