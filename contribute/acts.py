"""What colleagues can do with one kind of contribution alone, beside what the desk does with all: approve it, for one."""

from dataclasses import dataclass

from django import forms

_acts = {}


@dataclass(frozen=True)
class Act:
    """A button of the desk with a form of its own.

    ``form_class(data)`` asks what is needed, and may fit itself to the contribution by ``suit(contribution)``;
    ``do(contribution, form, user=, seen=)`` does it and returns the words that say so, or raises DecisionRefused;
    ``offered(contribution, user)`` says whether the button is there.
    """

    name: str
    label: str
    hint: str
    form_class: type[forms.Form]
    do: object
    offered: object

    def form(self, contribution, data=None):
        form = self.form_class(data, prefix=self.name)
        if hasattr(form, "suit"):
            form.suit(contribution)
        return form


def register(kind, *acts):
    """Offer ``acts`` on the screens of the kind with this key, in this order, after those that are there."""
    _acts.setdefault(kind, []).extend(acts)


def acts_for(contribution, user):
    """Return the acts that ``user`` may do now with ``contribution``."""
    return [act for act in _acts.get(contribution.kind, []) if act.offered(contribution, user)]
