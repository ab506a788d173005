"""The small forms in which an editor says why. Their words go to the person who sent the thing in."""

from django import forms

from .models.reasons import ReasonTemplate
from .review import is_public_submission


class ReadyWords(forms.Select):
    """A choice of ready answers. A script of the admin puts the chosen one's words where the editor writes."""

    def create_option(self, name, value, label, selected, index, **kwargs):
        option = super().create_option(name, value, label, selected, index, **kwargs)
        if getattr(value, "instance", None) is not None:
            option["attrs"]["data-words"] = value.instance.words
        return option


class AnswerForm(forms.Form):
    """Words for a sender: written, chosen from those kept ready for ``decision``, or both, one after the other.

    What is cleaned is one text, in ``comment``. Subclasses set its label and hint, and in ``needed`` what is said where
    there must be one and is none.
    """

    decision = label = hint = needed = ""

    ready = forms.ModelChoiceField(
        label="Begin with ready words", queryset=ReasonTemplate.objects.none(), required=False,
        widget=ReadyWords({"data-ready-words": ""}), empty_label="Choose, or write your own below",
        help_text="They are put before what you write. Approvers keep them under Directory, Answers to senders.",
    )  # fmt: skip
    comment = forms.CharField(required=False, max_length=2000, widget=forms.Textarea({"rows": 5, "data-words": ""}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ready"].queryset = ReasonTemplate.objects.filter(decision=self.decision)
        self.fields["comment"].label, self.fields["comment"].help_text = self.label, self.hint

    def clean(self):
        cleaned = super().clean()
        chosen, written = cleaned.pop("ready", None), (cleaned.get("comment") or "").strip()
        ready = chosen.words.strip() if chosen else ""
        # With the script they stand in the text already, perhaps mended.
        parts = [written] if ready and ready in written else [ready, written]
        cleaned["comment"] = "\n\n".join(part for part in parts if part)
        if self.needed and not cleaned["comment"] and "comment" not in self.errors:
            self.add_error("comment", self.needed)
        return cleaned


class DecisionForm(forms.Form):
    """What every decision carries: the version it is on."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    saved_at = forms.CharField(required=False, widget=forms.HiddenInput)


class ToWhomForm(AnswerForm, DecisionForm):
    """A decision whose words go to who sent it in; or to the colleague who wrote it, and then in other words."""

    # What the screen knows of what is decided on (``suited``).
    is_from_public = has_photo = True
    colleague_label = colleague_hint = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_from_public:
            # The ready answers speak to people whom nobody here knows.
            del self.fields["ready"]
            self.fields["comment"].label, self.fields["comment"].help_text = self.colleague_label, self.colleague_hint


def suited(form_class, obj, has_photo):
    """Return ``form_class`` as it suits ``obj``, which is decided on. ``has_photo``: its sender sent one that waits."""
    if not issubclass(form_class, ToWhomForm):
        return form_class
    known = {"is_from_public": is_public_submission(obj), "has_photo": has_photo}
    return type(form_class.__name__, (form_class,), known)


class ApproveForm(ToWhomForm):
    decision = ReasonTemplate.For.APPROVE
    label = "A note to who sent it (optional)"
    hint = "They are told that the entry is published. Add a line if you like."
    colleague_label = "A note to your colleagues (optional)"
    colleague_hint = "It stands in the history. Who wrote it gets an email that it is approved."

    take_photo = forms.BooleanField(
        label="Publish the photo they sent", required=False,
        help_text="It becomes part of the entry. Look at it first: the link stands above the form.",
    )  # fmt: skip

    # What is published comes before what is written about it.
    field_order = ["take_photo", "ready", "comment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.has_photo:
            del self.fields["take_photo"]


class AskForChangesForm(ToWhomForm):
    decision = ReasonTemplate.For.CHANGES
    label = "What should change?"
    hint = "They read this in an email with a link to change their answers. Say what and why, kindly."
    colleague_label = label
    colleague_hint = "Your colleague gets an email that leads to it. Say what and why, kindly."
    needed = "Say what should change, so that they can mend it."


class DeclineForm(AnswerForm, DecisionForm):
    decision = ReasonTemplate.For.DECLINE
    label = "What we say to them"
    hint = "They read this in an email. Say why, and what they could do next."
    needed = "Say why in a sentence or two: a person reads this."

    remember = forms.BooleanField(
        label="They asked not to be listed", required=False,
        help_text="Tick this if the people of the service do not want to be in the directory. "
        "Your colleagues are warned when somebody sends it in again.",
    )  # fmt: skip


FORMS = {"approve": ApproveForm, "reject": AskForChangesForm, "decline": DeclineForm}
