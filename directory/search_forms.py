"""The directory's finder: words, a place, how far from it, and the order. The facets are drawn by ``facets``."""

from django import forms
from django.templatetags.static import static
from django.urls import reverse

from cms.core import wording

from .near import DEFAULT_WITHIN, LONGEST, WITHIN


class Sort:
    """The orders of results: values of ``sort=`` and their labels."""

    RELEVANCE, DISTANCE, NAME, CHECKED = "relevance", "distance", "name", "checked"
    LABELS = {
        RELEVANCE: "Best match first",
        DISTANCE: "Nearest first",
        NAME: "By name, A to Z",
        CHECKED: "Last checked first",
    }

    @classmethod
    def possible(cls, has_words, has_place):
        """Return the orders that make sense for what was asked, the one that is taken by itself first."""
        first = [cls.DISTANCE] * has_place + [cls.RELEVANCE] * has_words
        return [*first, cls.NAME, cls.CHECKED]


class FinderForm(forms.Form):
    """A GET form that takes anything: what it cannot use it leaves out, and never an error.

    After construction ``wanted`` (words) and ``within`` (kilometres) are what to search for; ``typed_near`` is the
    place as typed. The fields show the same again. ``settle_sort`` says which order it is.
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
    sort = forms.ChoiceField(label="Order", required=False, choices=[])

    def __init__(self, data):
        text = wording.shorten(wording.clean(data.get("q", "")[: wording.LONGEST * 4]))
        self.typed_near = wording.clean(data.get("near", "")[: LONGEST * 4])[:LONGEST].strip()
        within = data.get("within", "")
        self.within = int(within) if within in {str(km) for km in WITHIN} else DEFAULT_WITHIN
        self.wanted = wording.wanted(text)
        self.asked_sort = data.get("sort", "")
        super().__init__(initial={"q": text, "near": self.typed_near, "within": str(self.within)}, auto_id="finder-%s")
        # Where scripts ask for suggestions (suggest.js), and find the list to look a position up in (position.js).
        self.fields["near"].widget.attrs |= {
            "data-suggest": reverse("directory:places"),
            "data-places": static("data/places.txt"),
        }

    def settle_sort(self, has_words, has_place):
        """Return the order of the results: the asked one where it makes sense, else the best for what was asked.

        After it ``asked_sort`` is '' unless somebody chose another order than that.
        """
        possible = Sort.possible(has_words, has_place)
        if self.asked_sort not in possible[1:]:
            self.asked_sort = ""
        # What is taken by itself needs no word in the address.
        self.fields["sort"].choices = [
            ("" if number == 0 else value, Sort.LABELS[value]) for number, value in enumerate(possible)
        ]
        self.initial["sort"] = self.asked_sort
        # Chosen beside the results, sent with the finder.
        self.fields["sort"].widget.attrs["form"] = "finder"
        return self.asked_sort or possible[0]
