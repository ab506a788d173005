"""The questions of "Add a service", a group to a step; the same forms serve updates and amendments."""

from django import forms

from cms.core.models import Taxonomy
from cms.intake.forms import PlainTextField, PublicForm

from .models import Service
from .models.parts import PHONE_NUMBER
from .place_form import PlaceForm
from .step_form import StepForm

CONSENT_VERSION = "2026-11"
CONSENT_WORDING = (
    "I may speak for this service, and the Centre may publish what I wrote under the public headings. "
    "My own name, email address and phone number are not published."
)


class AboutStep(StepForm):
    slug = "about"
    title = "What is the service?"
    lead = "In your own words. An editor may mend spelling, and nothing else."
    why = "People look at the name and one sentence first, and decide from those."

    service_name = PlainTextField(
        label="Name of the service", max_length=120,
        error_messages={"required": "Enter the name of the service"},
        help_text="The name people know it by. For example: Tuesday Table.",
    )  # fmt: skip
    provider_name = PlainTextField(
        label="Who provides it?", max_length=150,
        error_messages={"required": "Enter who provides the service"},
        help_text="The organisation or group. For example: Wendouree Peer Collective. If it is only you and some friends, say so.",
    )  # fmt: skip
    summary = PlainTextField(
        label="In one or two sentences, what happens?", lines=3, max_length=200,
        error_messages={"required": "Say in a sentence or two what happens"},
        help_text="At most 200 characters. For example: a weekly table, a pot of tea, and whatever is on your mind.",
    )  # fmt: skip
    description = PlainTextField(
        label="More about it", lines=6, max_length=4000, required=False,
        help_text="What people do together, how long it has been going, anything that makes it yours. For example: we share soup, play cards, and talk when somebody wants to.",
    )  # fmt: skip
    first_visit = PlainTextField(
        label="What can somebody expect the first time?", lines=5, max_length=2000, required=False,
        help_text="Who greets them, how many people come, whether they have to speak. For example: Jo meets you at the door; about eight people come; nobody has to say anything.",
    )  # fmt: skip

    def is_hurried(self):
        return True


def whole_number(label):
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=120,
        widget=forms.TextInput({"inputmode": "numeric", "class": "input-short"}),
        error_messages={
            "invalid": "Enter an age as a number, for example 18",
            "max_value": "Enter an age of 120 or less",
            "min_value": "Enter an age of 0 or more",
        },
    )  # fmt: skip


class PeopleStep(StepForm):
    """Who it is for; one question for each taxonomy that narrows the directory."""

    slug = "people"
    title = "Who is it for?"
    lead = "Choose what is true. People who look for any of these will find you."
    why = "Nobody has to name a diagnosis or an identity to see your entry. These only help people find it."

    who_for = PlainTextField(
        label="Who is it for?",
        lines=3,
        max_length=1000,
        required=False,
        help_text="For example: adults with any experience of distress.",
    )
    not_for = PlainTextField(
        label="Who is it not for?", lines=3, max_length=1000, required=False,
        help_text="Said kindly, it spares somebody a wasted trip. For example: not set up for children.",
    )  # fmt: skip
    age_min = whole_number("Youngest age")
    age_max = whole_number("Oldest age")
    children_welcome = forms.ChoiceField(
        label="Are children welcome?",
        choices=Service.Welcome.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="For example, if a parent has nobody to mind a baby.",
    )
    support_person_welcome = forms.ChoiceField(
        label="May somebody bring a support person?",
        help_text="A friend, a relative or a worker who comes along, perhaps only the first time.",
        choices=Service.Welcome.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        taxonomies = Taxonomy.objects.filter(is_facet=True).prefetch_related("terms")
        for number, taxonomy in enumerate(taxonomies):
            choices = [(t.slug, t.name) for t in taxonomy.terms.all() if not t.is_retired and not t.merged_into_id]
            if not choices:
                continue
            self.fields[f"terms_{taxonomy.slug}"] = forms.MultipleChoiceField(
                label=taxonomy.name, help_text=taxonomy.help_text, choices=choices, required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": "Choose from the list"},
            )  # fmt: skip
            self.fields[f"terms_{taxonomy.slug}"].widget.use_required_attribute = lambda initial: False
            if number == 0:
                self.order_fields([f"terms_{taxonomy.slug}", *self.fields])

    def clean(self):
        cleaned = super().clean()
        low, high = cleaned.get("age_min"), cleaned.get("age_max")
        if low is not None and high is not None and low > high:
            self.add_error("age_max", "The oldest age must be at least the youngest age")
        return cleaned


class TakingPartStep(StepForm):
    slug = "taking-part"
    title = "How do people take part?"
    lead = "One service can do several. Someone searching for any of them will find you."
    why = "Saying plainly how to join, and what it costs, spares people a wasted call."

    delivery = forms.MultipleChoiceField(
        label="Ways to take part", help_text="Choose all that are true now.",
        choices=[(field, label) for field, (_slug, label) in Service.DELIVERY.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one way people can take part", "invalid_choice": "Choose from the list"},
    )  # fmt: skip
    coverage = forms.ChoiceField(
        label="Who can it reach?",
        help_text="A group in a hall reaches people near a place. A phone line may reach all of Victoria.", choices=Service.Coverage.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose who it can reach", "invalid_choice": "Choose from the list"},
    )  # fmt: skip
    cost_kind = forms.ChoiceField(
        label="What does it cost?",
        help_text="Choose what most people pay. You can say more below.", choices=Service.Cost.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose what it costs", "invalid_choice": "Choose from the list"},
    )  # fmt: skip
    cost_note = PlainTextField(
        label="More about cost",
        max_length=200,
        required=False,
        help_text="Say what a concession card lowers, and which cards count. For example: $10, or $5 with a Health Care Card.",
    )
    joining = forms.ChoiceField(
        label="How do people join?",
        help_text="A referral is a letter or a call from a doctor or another service.", choices=Service.Joining.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose how people join", "invalid_choice": "Choose from the list"},
    )  # fmt: skip
    how_to_join = PlainTextField(
        label="What does somebody do first?",
        lines=3,
        max_length=1000,
        required=False,
        help_text="If there is a place that takes people in, name it and say whom to call first. For example: just turn up, or call Jo first.",
    )
    takes_newcomers = forms.TypedChoiceField(
        label="Can new people join now?",
        help_text="If there is a waiting list, choose “Not at the moment” and say how long it is above.", choices=[("yes", "Yes"), ("no", "Not at the moment")], widget=forms.RadioSelect,
        coerce=str, error_messages={"required": "Choose whether new people can join now", "invalid_choice": "Choose from the list"},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delivery"].choice_hints = {
            "offers_in_person": "At a place, at set times",
            "offers_phone": "A warm line, or calls you arrange",
            "offers_video": "Online, with cameras on or off",
            "offers_chat": "In writing, at any hour",
            "offers_outreach": "You go to where people are",
        }


class SafetyStep(StepForm):
    slug = "safety"
    title = "Four questions people ask of any group"
    lead = "Your own answers, shown as you write them. Leave out what you cannot say yet."
    why = "SANE’s advice on choosing support names these four. An entry that answers them is trusted sooner."

    safety_run_by = PlainTextField(
        label="Who runs it?",
        lines=2,
        max_length=500,
        required=False,
        help_text="For example: two people with lived experience, with a neighbourhood house behind them.",
    )
    safety_facilitators = PlainTextField(
        label="Are facilitators trained and supported?",
        lines=2,
        max_length=500,
        required=False,
        help_text="For example: both did a peer worker course, and meet a supervisor every month.",
    )
    safety_guidelines = PlainTextField(
        label="Are there guidelines?",
        lines=2,
        max_length=500,
        required=False,
        help_text="What people agree to, and where to read it. For example: one page on the wall, read aloud at the start.",
    )
    safety_privacy = PlainTextField(
        label="How is privacy kept?",
        lines=2,
        max_length=500,
        required=False,
        help_text="For example: first names only, and what is said in the room stays there.",
    )
    photo = forms.FileField(
        label="A photo of the place or the door", required=False,
        help_text="JPEG, PNG or WebP, at most 5 MB. No people, please. It is shown only after an editor has looked at it.",
        widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    photo_alt = PlainTextField(
        label="What does the photo show?",
        max_length=200,
        required=False,
        help_text="For people who cannot see it. For example: a green door with a ramp beside it.",
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("photo") and not cleaned.get("photo_alt"):
            self.add_error("photo_alt", "Say what the photo shows, for people who cannot see it")
        return cleaned

    def answers(self):
        return {name: value for name, value in super().answers().items() if name != "photo"}


class HttpsField(forms.URLField):
    """A web address; ``example.org`` is taken for ``https://example.org``."""

    def __init__(self, **kwargs):
        super().__init__(
            assume_scheme="https", required=False, max_length=200,
            widget=forms.TextInput({"autocomplete": "url", "inputmode": "url"}),
            error_messages={"invalid": "Enter a web address such as https://example.org"}, **kwargs,
        )  # fmt: skip


def phone_field(label, **kwargs):
    return PlainTextField(label=label, max_length=20, required=False, validators=[PHONE_NUMBER], **kwargs)


class ContactStep(StepForm):
    """Public and private contact, kept apart in words and in the database."""

    slug = "contact"
    title = "How do people reach you?"
    lead = "The first part is public. The second part is for us only."
    why = "We write to you when the entry is published, and ask twice a year whether it is still right."
    PUBLIC = (
        "phone",
        "phone_label",
        "phone_hours",
        "phone_2",
        "phone_2_label",
        "public_email",
        "website",
        "contact_note",
    )
    PRIVATE = ("your_name", "your_email", "your_phone", "note", "consent")

    phone = phone_field("Public phone number", help_text="For example (03) 5550 0000")
    phone_label = PlainTextField(
        label="Who answers it?", max_length=80, required=False, help_text="For example: Text or call Jo"
    )
    phone_hours = PlainTextField(
        label="When?", max_length=100, required=False, help_text="For example: weekdays, noon to 6 pm"
    )
    phone_2 = phone_field("A second number", help_text="For example, a mobile for text messages.")
    phone_2_label = PlainTextField(
        label="What is the second number for?", max_length=80, required=False, help_text="For example: Text only"
    )
    public_email = forms.EmailField(
        label="Public email address", required=False, max_length=200,
        help_text="A role address rather than your own, if you have one. For example: hello@example.org",
        error_messages={"invalid": "Enter an email address such as hello@example.org"},
    )  # fmt: skip
    website = HttpsField(
        label="Website", help_text="Your own page, or your page on another site. For example: example.org/tuesday-table"
    )
    contact_note = PlainTextField(
        label="Anything people should know before they get in touch",
        max_length=200,
        required=False,
        help_text="For example: leave a message, Jo rings back in the evening.",
    )
    your_name = PlainTextField(
        label="Your name", max_length=120, required=False, widget=forms.TextInput({"autocomplete": "name"}),
        help_text="So that we know whom to greet. A first name is enough.",
    )  # fmt: skip
    your_email = forms.EmailField(
        label="Your email address", max_length=200, widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="We confirm to this address, and send links to change the entry. It is not published.",
        error_messages={"required": "Enter your email address", "invalid": "Enter an email address such as name@example.org"},
    )  # fmt: skip
    your_phone = phone_field("Your phone number", help_text="Only if you would rather be called.")
    note = PlainTextField(
        label="Anything the editors should know", lines=3, max_length=1000, required=False, help_text="Not published."
    )
    consent = forms.BooleanField(
        label=CONSENT_WORDING, error_messages={"required": "Tick the box to say that you may speak for this service"}
    )

    @property
    def public_fields(self):
        return [self[name] for name in self.PUBLIC]

    @property
    def private_fields(self):
        return [self[name] for name in self.PRIVATE]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ("phone", "public_email", "website")):
            self.add_error("phone", "Give at least one public way to get in touch: phone, email or website")
        return cleaned


class SendForm(PublicForm):
    """The button of *Check your answers*."""

    name = "directory-send"


STEPS = {step.slug: step for step in (AboutStep, PeopleStep, TakingPartStep, PlaceForm, SafetyStep, ContactStep)}
ORDER = list(STEPS)
