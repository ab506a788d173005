"""The form with which people share their work."""

from django import forms

from cms.core.models import Term
from cms.intake import documents
from cms.intake.forms import PlainTextField, of_a_row

from .forms import ContributionForm, email_field, name_field, words_field
from .models import Work

AGREED = (
    "I may share this, and nobody in it can be recognised who did not agree. The title, the description, the name to show "
    "and the file or link may be published on this site. I can take it back at any time."
)
LINK_OR_FILE = "Choose a file, or enter a link to it"


def choice_field(label, choices, missing, **kwargs):
    errors = {"required": missing, "invalid_choice": f"{missing}, from the list"}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors, **kwargs)


class WorkForm(ContributionForm):
    name = "contribute-work"
    FILE = "document"

    title = PlainTextField(
        label="Its title", max_length=150, help_text="At most 150 letters. This is shown.",
        error_messages={"required": "Enter a title"},
    )  # fmt: skip
    work_type = choice_field("What is it?", Work.Type.choices, "Choose what it is")
    words = words_field(
        "What is it about?", lines=6, max_length=4000, needed="Describe it in a few sentences",
        help_text="A few sentences: for whom it is, and when it helps. This is shown.",
    )  # fmt: skip
    document = forms.FileField(
        label="A file", required=False, widget=forms.FileInput({"accept": documents.ACCEPT}),
        help_text="A PDF, Word (.docx) or OpenDocument (.odt) file of at most 5 MB. We take the author’s name out of "
        "its properties. Names in the text stay.",
        error_messages={"empty": documents.MESSAGES["empty"]},
    )  # fmt: skip
    link = forms.URLField(
        label="Or a link to it", required=False, max_length=500, assume_scheme="https",
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "url"}),
        help_text="For example https://www.example.org/report. This is shown.",
        error_messages={
            "invalid": "Enter a web address such as https://www.example.org/report",
            "max_length": "A web address has at most 500 letters here",
        },
    )  # fmt: skip
    licence = choice_field(
        "What may others do with it?", Work.Licence.choices, "Choose what others may do with it",
        help_text="It stays yours. You only say what others may do.",
    )  # fmt: skip
    maker = choice_field("Who made it?", Work.Maker.choices, "Choose who made it")
    shown_name = PlainTextField(
        label="Name to show", max_length=150,
        help_text="A person, a group, a made-up name, or “Anonymous”. This is shown.",
        error_messages={"required": "Enter the name to show. It may be “Anonymous”"},
    )  # fmt: skip
    audiences = forms.ModelMultipleChoiceField(
        label="For whom is it?", queryset=Term.objects.none(), required=False, to_field_name="slug",
        widget=forms.CheckboxSelectMultiple, help_text="Choose all that fit.",
        error_messages={
            "invalid_choice": "Choose from the list for whom it is", "invalid_list": "Choose from the list for whom it is",
            "invalid_pk_value": "Choose from the list for whom it is",
        },
    )  # fmt: skip
    your_name = name_field()
    your_email = email_field(
        label="Your email, if you want to hear what we do with it",
        help_text="We tell you when it is on the site, and how to take it back. It is not shown.",
    )
    agrees = forms.BooleanField(label=AGREED, error_messages={"required": "Tick the box if you may share it and agree"})

    LAST = ("your_name", "your_email", "agrees", "came_from")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        of_a_row(self.fields["document"], self.fields["link"])
        self.fields["your_name"].help_text = "Any name you like. Only we see it."
        terms = Term.objects.in_use().filter(taxonomy__slug="audiences").order_by("sort_order")
        self.fields["audiences"].queryset = terms
        if not terms:
            del self.fields["audiences"]

    def clean_document(self):
        """Read the file here, before anything is written: what it takes to write it anew should hold up nobody else."""
        file = self.cleaned_data["document"]
        self.written_anew = (*documents.cleaned(file), file.name) if file else None
        return file

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("document") and not cleaned.get("link") and not {"document", "link"} & set(self.errors):
            self.add_error("document", LINK_OR_FILE)
        if self.errors and cleaned.get("document"):
            self.add_error("document", "Choose the file again: a page cannot keep it. The rest is still here")
        return cleaned

    def kept_files(self):
        return {"upload": documents.store(*self.written_anew)} if self.written_anew else {}

    def agreed(self):
        return {"wording": AGREED, "purposes": ["publish it on the website"]}

    def model_values(self):
        values = super().model_values()
        kept = {name: value for name, value in values.items() if name not in {"document", "agrees"}}
        return kept | {"audiences": [term.slug for term in values.get("audiences", ())]}
