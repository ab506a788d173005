"""The questions of "Share your story", one a page."""

import hashlib

from django import forms

from cms.core.models import Term
from cms.intake import long_forms
from cms.intake.forms import PlainTextField, of_a_row
from pages.models import StoryPage

from ..models import StoryPrompt
from .wording import AGREED, USES

FORM = "contribute-story"
# About 5,000 words: an evening's writing, and more than the longest story here.
LONGEST = 30_000
NAMELESS = StoryPage.NameShown.ANONYMOUS
TOO_LONG = (
    "This is longer than the form can take: %(show_value)s letters of at most %(limit_value)s. "
    "Your words are still here. Shorten them, or send the rest to us another way"
)


class StepForm(long_forms.StepForm):
    name = FORM
    # What a program filled in goes on all the same: the story is held when it is sent.
    holds = True


class BeginStep(StepForm):
    """Which questions somebody would like to write to. The words are kept, not the question's row."""

    slug = "begin"
    title = "How would you like to begin?"
    lead = "Some people write in one go. Others like a question to write to."
    why = "There is no right way to tell it. You can come back and choose others."

    prompts = forms.MultipleChoiceField(
        label="Questions to write to",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose any that speak to you. Choose none to write it in your own way.",
        error_messages={"invalid_choice": "One of these questions is no longer there. Choose from the list"},
    )

    def __init__(self, *args, initial=None, **kwargs):
        super().__init__(*args, initial=initial, **kwargs)
        offered = list(StoryPrompt.objects.filter(is_offered=True))
        # What was chosen before stays a choice, also where an editor took the question away since.
        chosen = [
            words for words in (initial or {}).get("prompts", []) if words not in {each.words for each in offered}
        ]
        field = self.fields["prompts"]
        field.choices = [(each.words, each.words) for each in offered] + [(words, words) for words in chosen]
        field.choice_hints = {each.words: each.hint for each in offered if each.hint}


def field_of(prompt):
    """Return the name of the field for the words to ``prompt``: the same wherever the question stands."""
    return f"to_{hashlib.blake2b(prompt.encode(), digest_size=6).hexdigest()}"


class WordsStep(StepForm):
    """The story: a field for each question that was chosen, and one for all the rest."""

    slug = "words"
    title = "Your story"
    lead = (
        "In your own words, and only what you want strangers to read. It can be short. "
        "Please name no method of suicide or self-harm."
    )
    why = "You decide what to tell and what to leave out. Where others are in it, think of what they would want said."

    # What holds many links is held for people to look at, rather than refused.
    story = PlainTextField(label="Your story", lines=14, max_length=LONGEST, required=False, most_links=None)

    def __init__(self, *args, prompts=(), kept=(), **kwargs):
        super().__init__(*args, **kwargs)
        story = self.fields["story"]
        story.error_messages["max_length"] = TOO_LONG
        self.questions = {field_of(words): words for words in [*prompts, *kept]}
        for name, words in self.questions.items():
            self.fields[name] = PlainTextField(
                label=words, lines=8, max_length=LONGEST, required=False, most_links=None
            )
            self.fields[name].error_messages["max_length"] = TOO_LONG
            self.fields[name].widget.use_required_attribute = lambda initial: False
        if self.questions:
            story.label = "Anything else you would like to say"
            story.widget.attrs["rows"] = 6
            first = self.fields[next(iter(self.questions))]
            first.help_text = "Write to one question, to some or to all."
        of_a_row(*(self.fields[name] for name in [*self.questions, "story"]))
        self.order_fields([*self.questions, "story"])

    def is_hurried(self):
        """Only where nothing stood there yet: who looks at their words again may go on at once."""
        return not any(self.initial.values())

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in [*self.questions, "story"]):
            self.add_error(next(iter(self.questions), "story"), "Write a few words of your story")
        return cleaned

    def answers(self):
        """What was written, each with the question it was written to, whatever becomes of that."""
        parts = [
            {"prompt": words, "words": self.cleaned_data[name]}
            for name, words in self.questions.items()
            if self.cleaned_data[name]
        ]
        return {"parts": parts, "story": self.cleaned_data["story"]}


def typed_words(answers):
    """Return the answers of the words' step as the form's fields take them."""
    parts = {field_of(part["prompt"]): part["words"] for part in answers.get("parts", [])}
    return (
        parts
        | ({"story": answers["story"]} if "story" in answers else {})
        | {name: value for name, value in answers.items() if name.startswith("to_")}
    )


class NameStep(StepForm):
    slug = "name"
    title = "What name should stand by it?"
    lead = "Readers see this name and no other."
    why = "A name you choose keeps you private. Once a name is on the internet, copies of it may stay."

    name_shown = forms.ChoiceField(
        label="What name should readers see?", widget=forms.RadioSelect,
        choices=[
            ("anonymous", "No name"), ("pseudonym", "A name I choose"), ("first", "My first name"), ("full", "My full name"),
        ],
        error_messages={"required": "Choose what name readers see", "invalid_choice": "Choose from the list"},
    )  # fmt: skip
    teller_name = PlainTextField(
        label="The name", max_length=100, required=False,
        help_text="As readers should see it. Leave it empty for no name.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        of_a_row(self.fields["teller_name"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("name_shown") not in {None, NAMELESS} and not cleaned.get("teller_name"):
            self.add_error("teller_name", "Enter the name as readers should see it, or choose “No name”")
        return cleaned

    def answers(self):
        """The name only as far as it may be shown."""
        answers = super().answers()
        if answers["name_shown"] == NAMELESS:
            answers["teller_name"] = ""
        elif answers["name_shown"] == StoryPage.NameShown.FIRST:
            answers["teller_name"] = answers["teller_name"].split()[0]
        return answers


class RoleStep(StepForm):
    slug = "role"
    title = "Who is speaking?"
    lead = "One line beside the name says so."
    why = "People look for stories of somebody in their own place."

    role = forms.ChoiceField(
        label="I tell this as", choices=StoryPage.Role.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose who is speaking", "invalid_choice": "Choose from the list"},
    )  # fmt: skip


def notes():
    """Return the content notes that there are to choose from: a queryset of terms."""
    return Term.objects.filter(taxonomy__slug="content-notes", is_retired=False, merged_into=None)


def shorter(name):
    """Return the name of a content note as it stands below "It talks about"."""
    begins = "Talks about "
    return name.removeprefix(begins)[:1].upper() + name.removeprefix(begins)[1:]


class NotesStep(StepForm):
    slug = "notes"
    title = "Does it talk about any of these?"
    lead = "We say so before the story, so that readers can choose."
    why = "Some readers go on, some come back another day, and some need to know that help is near. An editor looks at it too."

    notes = forms.MultipleChoiceField(
        label="It talks about", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that are true. Leave it empty if none is.",
        error_messages={"invalid_choice": "Choose from the list"},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["notes"].choices = [(term.slug, shorter(term.name)) for term in notes()]


class UsesStep(StepForm):
    """What the story may be used for: each by itself, none ticked in advance."""

    slug = "uses"
    title = "What may we do with it?"
    lead = "Tick only what you are happy with. Each is your own choice."
    why = "What may be done with your story is for you to say, one by one."
    # Stands above the button: what goes with each of them.
    agreed = AGREED

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label, hint, _short in USES:
            self.fields[name] = forms.BooleanField(label=label, help_text=hint, required=False)
            self.fields[name].widget.use_required_attribute = lambda initial: False

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("for_website"):
            self.add_error(
                "for_website",
                "This form is for stories on the website. Tick this box to go on, or take all the time you need",
            )
        return cleaned


class ServicesStep(StepForm):
    slug = "services"
    title = "Do you name a service?"
    lead = "If your story speaks of a group or a service, readers may want to find it."
    why = "Where the directory has it, your story leads there. Leave this empty if you would rather not say."

    services_named = PlainTextField(
        label="Services or groups", lines=3, max_length=600, required=False,
        help_text="One on each line, as far as you remember the name.",
    )  # fmt: skip


class PictureStep(StepForm):
    slug = "picture"
    title = "Would you like to add a picture?"
    lead = "It can stand with your story. Most stories have none."
    why = "We take out what a camera writes into a picture, such as the place. Nobody sees it before an editor has looked."

    photo = forms.FileField(
        label="A picture", required=False,
        help_text="JPEG, PNG or WebP, at most 5 MB. A drawing, a place or a thing says a lot and shows nobody.",
        widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    photo_alt = PlainTextField(
        label="What does the picture show?", max_length=200, required=False,
        help_text="If you add one, for people who cannot see it. For example: a kettle on a camp fire.",
    )  # fmt: skip
    people = forms.ChoiceField(
        label="Can anybody be recognised in it?", required=False, widget=forms.RadioSelect,
        choices=[("none", "No"), ("me", "Only me"), ("agreed", "Others too, and all of them agreed")],
        error_messages={"invalid_choice": "Choose from the list"},
    )  # fmt: skip

    def __init__(self, *args, has_picture=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.has_picture = has_picture
        of_a_row(self.fields["photo_alt"], self.fields["people"])

    def clean(self):
        cleaned = super().clean()
        removed = bool(self.data.get("remove_photo"))
        if cleaned.get("photo") or (self.has_picture and not removed):
            if not cleaned.get("photo_alt"):
                self.add_error("photo_alt", "Say what the picture shows, for people who cannot see it")
            if not cleaned.get("people"):
                self.add_error("people", "Say whether anybody can be recognised in the picture")
        return cleaned

    def answers(self):
        return {name: value for name, value in super().answers().items() if name != "photo"}


class ReachStep(StepForm):
    slug = "reach"
    title = "How can we reach you?"
    lead = "You may leave all of this empty. None of it is published."
    why = (
        "With an email, we send you the story before it is published, and a link to take it back. Without one, please "
        "keep the link that you see at the end: it is the only one. An editor may then correct spelling and add a title, "
        "topics and content notes. All other words stay yours."
    )

    your_name = PlainTextField(
        label="What may we call you?", max_length=120, required=False, widget=forms.TextInput({"autocomplete": "name"}),
        help_text="A first name or any name you choose.",
    )  # fmt: skip
    your_email = forms.EmailField(
        label="Your email address", max_length=200, required=False, widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="Our emails say nothing of your story. Think of who else may read your mail.",
        error_messages={"invalid": "Enter an email address such as name@example.org"},
    )  # fmt: skip
    may_correct = forms.ChoiceField(
        label="After an editor has mended spelling", widget=forms.RadioSelect, required=False,
        help_text="Only if you leave an email.",
        choices=[
            ("ask", "Show me before it is published"),
            ("correct", "Publish it: an editor may correct spelling without asking me"),
        ],
        error_messages={"invalid_choice": "Choose from the list"},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        of_a_row(self.fields["may_correct"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("your_email") and not cleaned.get("may_correct"):
            self.add_error("may_correct", "Choose whether we show you the story before it is published")
        return cleaned


STEPS = {
    step.slug: step
    for step in (
        BeginStep, WordsStep, NameStep, RoleStep, NotesStep, UsesStep, ServicesStep, PictureStep, ReachStep,
    )
}  # fmt: skip
