"""The small forms in which an editor says why. Their words go to the person who sent the thing in."""

from django import forms


class DecisionForm(forms.Form):
    """What every decision carries: the version it is on."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ApproveForm(DecisionForm):
    comment = forms.CharField(
        label="A note to who sent it (optional)", required=False, max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text="They are told that the entry is published. Add a line if you like.",
    )  # fmt: skip
    take_photo = forms.BooleanField(
        label="Publish the photo they sent", required=False,
        help_text="Only if one was sent. It becomes part of the entry.",
    )  # fmt: skip


class AskForChangesForm(DecisionForm):
    comment = forms.CharField(
        label="What should change?", max_length=2000, widget=forms.Textarea({"rows": 5}),
        help_text="They read this in an email with a link to change their answers. Say what and why, kindly.",
        error_messages={"required": "Say what should change, so that they can mend it."},
    )  # fmt: skip


REASONS = [
    ("not_peer", "It is not peer support: it is not run by or with people with lived experience"),
    ("not_here", "It is not for people in Victoria"),
    ("twice", "It is in the directory already"),
    ("not_confirmed", "We could not confirm it with the service"),
    ("other", "Something else"),
]


class DeclineForm(DecisionForm):
    reason = forms.ChoiceField(label="Why can’t we publish it?", choices=REASONS, widget=forms.RadioSelect)
    comment = forms.CharField(
        label="What we say to them", max_length=2000, widget=forms.Textarea({"rows": 5}),
        help_text="They read this in an email. Say what they could do next.",
        error_messages={"required": "Say why in a sentence or two: a person reads this."},
    )  # fmt: skip


FORMS = {"approve": ApproveForm, "reject": AskForChangesForm, "decline": DeclineForm}
