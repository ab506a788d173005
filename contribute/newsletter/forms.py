"""The forms of the newsletter's readers."""

from django import forms

from cms.intake.forms import PlainTextField, PublicForm

CHOOSE = "Choose at least one list"


class ListsField(forms.MultipleChoiceField):
    """Some of the lists, each with what is in it beneath. Its value is a list of MailingList."""

    def __init__(self, **kwargs):
        errors = {
            "required": CHOOSE,
            "invalid_choice": "Choose from the lists",
            "invalid_list": "Choose from the lists",
        }
        super().__init__(widget=forms.CheckboxSelectMultiple, error_messages=errors, **kwargs)
        self.by_key = {}

    def offer(self, lists):
        """Let these be chosen."""
        self.by_key = {str(one.pk): one for one in lists}
        self.choices = [(key, one.name) for key, one in self.by_key.items()]
        self.choice_hints = {key: one.description for key, one in self.by_key.items()}

    def clean(self, value):
        return [self.by_key[key] for key in dict.fromkeys(super().clean(value))]


def name_field():
    return PlainTextField(
        label="Your name",
        max_length=120,
        required=False,
        most_links=0,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text="Any name you like. We greet you with it, and use it for nothing else.",
    )


class SubscribeForm(PublicForm):
    """Who wants which lists. ``lists`` are those to choose from; a single one is not asked for."""

    name = "newsletter-subscribe"
    holds = True

    email = forms.EmailField(
        label="Your email",
        max_length=200,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": "Enter your email address",
            "invalid": "Enter an email address such as name@example.org",
        },
    )
    person = name_field()
    lists = ListsField(label="What would you like to get?", help_text="Choose all that you want.")
    agrees = forms.BooleanField(error_messages={"required": "Tick that you agree, so that we may write to you"})

    def __init__(self, data=None, *args, words, lists=(), **kwargs):
        super().__init__(data, *args, **kwargs)
        self.offered = list(lists)
        self.fields["agrees"].label = words.consent
        self.asks_for_proof = words.asks_for_proof
        if len(self.offered) == 1:
            del self.fields["lists"]
        else:
            self.fields["lists"].offer(self.offered)

    def is_hurried(self):
        return bool(self.data and self.data.get("email"))

    def chosen(self):
        """Return the lists that were asked for, once the form is valid."""
        return self.cleaned_data["lists"] if "lists" in self.fields else self.offered


class ChoicesForm(PublicForm):
    """What a reader gets, and how they are greeted."""

    name = "newsletter-choices"

    lists = ListsField(label="What you get")
    person = name_field()

    def __init__(self, data=None, *args, lists, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.fields["lists"].offer(lists)
        self.fields["lists"].error_messages["required"] = f"{CHOOSE}. To get nothing any more, unsubscribe below"
        self.fields["lists"].help_text = "Untick what you no longer want."


class ButtonForm(PublicForm):
    """A page with one button."""

    name = "newsletter-button"
