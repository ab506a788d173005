"""Merging two entries that are one: both side by side, what stays, what is carried over."""

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView
from wagtail.admin import messages

from .. import merging
from ..models import Service
from .desk import ServiceScreen


class MergeForm(forms.Form):
    keep = forms.TypedChoiceField(
        label="Which one stays?", coerce=int, widget=forms.RadioSelect,
        help_text="The other one is closed. Whoever opens its address is sent to the one that stays.",
        error_messages={"required": "Choose which one stays", "invalid_choice": "Choose which one stays"},
    )  # fmt: skip
    phones = forms.BooleanField(label="Add the other one’s phone numbers, where they differ", required=False)
    links = forms.BooleanField(label="Add the other one’s website and links, where they differ", required=False)
    sure = forms.BooleanField(
        label="I have compared the two: they are the same service",
        help_text="Contacts, reports and notes of both are kept together. Stories that mention one then mention the one "
        "that stays. No button takes this back.",
        error_messages={"required": "Tick this when you have compared the two"},
    )  # fmt: skip

    def __init__(self, *args, services, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [(service.pk, choice_of(service)) for service in services]


def choice_of(service):
    where = "in the directory" if service.is_listed else "not in the directory"
    return f"{service.name} ({where}, /directory/{service.slug}/)"


def where_is(place):
    """Return a location in one line for editors: its street too, by which one knows that two are the same."""
    return ", ".join(str(part) for part in (place.name, place.street, place.locality) if part)


# What the comparison shows, in the order of the entry's page.
ROWS = [
    ("Name", lambda service: service.name),
    ("Address of its page", lambda service: f"/directory/{service.slug}/"),
    ("In the directory", lambda service: service.get_status_display() if service.live else "Not published"),
    ("Last checked", lambda service: service.assured_at.strftime("%-d %B %Y") if service.assured_at else "Never"),
    ("Provider", lambda service: service.provider),
    ("Summary", lambda service: service.summary),
    ("Ways to take part", lambda service: ", ".join(service.delivery_labels)),
    ("Where", lambda service: "\n".join(where_is(place) for place in service.locations.select_related("locality"))),
    ("When", lambda service: "\n".join(schedule.in_words for schedule in service.schedules)),
    ("Phone", lambda service: "\n".join(f"{phone.number} {phone.label}".strip() for phone in service.phones.all())),
    ("Email", lambda service: service.public_email),
    ("Website", lambda service: service.website),
    ("Other links", lambda service: "\n".join(link.url for link in service.links.all())),
    ("People who look after it", lambda service: str(service.listing_contacts.count())),
    ("Notes", lambda service: str(service.notes.count())),
]


class MergeView(ServiceScreen, FormView):
    """``/admin/directory/service/<pk>/merge/<other>/``, for those who may publish services."""

    permission = "directory.publish_service"
    form_class = MergeForm
    template_name = "directory/admin/merge.html"
    page_title = "Merge"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.other = get_object_or_404(Service, pk=kwargs["other"])
        self.pair = [self.service, self.other]

    def get_page_subtitle(self):
        return f"{self.service.name} and {self.other.name}"

    def get_initial(self):
        listed = [service for service in self.pair if service.is_listed] or self.pair
        return {"keep": min(listed, key=lambda service: service.created_at).pk}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"services": self.pair}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            action_url=self.request.path, submit_button_label="Merge the two", submit_button_active_label="Merging…",
            **kwargs,
        )  # fmt: skip
        rows = [(label, *(value(service) for service in self.pair)) for label, value in ROWS]
        return context | {
            "media": context["form"].media, "pair": self.pair,
            "rows": [{"label": label, "left": left, "right": right, "differs": left != right} for label, left, right in rows],
            "refusal": self.refusal(), "texts": [(each, merging.named_in_texts(each)) for each in self.pair],
        }  # fmt: skip

    def refusal(self):
        """Why neither may stay; '' where at least one order of the two can be merged."""
        reasons = [merging.refusal(*pair) for pair in (self.pair, self.pair[::-1])]
        return reasons[0] if all(reasons) else ""

    def form_valid(self, form):
        kept, gone = self.pair if form.cleaned_data["keep"] == self.service.pk else self.pair[::-1]
        try:
            kept = merging.merge(
                kept, gone, user=self.request.user, phones=form.cleaned_data["phones"], links=form.cleaned_data["links"]
            )
        except merging.MergeRefused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, f"Merged. “{gone.name}” is closed, and its address leads to “{kept.name}”.")
        return redirect("directory_service_desk", pk=kept.pk)
