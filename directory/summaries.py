"""Answers in words, for *Check your answers* and for the list of places."""

from cms.core.models import Taxonomy, Term

from .clock import read_time
from .models import Location, Schedule, Service
from .place_form import date_or_none
from .submit_forms import CONSENT_WORDING

FOR_US_ONLY = "For us only, never published"
WELCOME = dict(Service.Welcome.choices)


def summary(answers):
    """Return a dict: ``groups`` (heading, step, rows of label and value), ``places`` (rows of name, lines)."""
    return {
        "groups": _groups(answers),
        "places": [_place(place) for place in answers.get("places", {}).get("list", [])],
    }


def _groups(answers):
    about, people = answers.get("about", {}), answers.get("people", {})
    taking_part, safety, contact = answers.get("taking-part", {}), answers.get("safety", {}), answers.get("contact", {})
    private = [
        ("Your name", contact.get("your_name")),
        ("Your email address", contact.get("your_email")),
        ("Your phone number", contact.get("your_phone")),
    ]
    groups = [
        ("The service", "about", [
            ("Name", about.get("service_name")), ("Provided by", about.get("provider_name")),
            ("In short", about.get("summary")), ("More about it", about.get("description")),
            ("What to expect the first time", about.get("first_visit")),
        ]),
        ("Who it is for", "people", [
            *_term_rows(people),
            ("Who it is for", people.get("who_for")), ("Who it is not for", people.get("not_for")),
            ("Ages", _ages(people)),
            ("Children welcome", WELCOME.get(people.get("children_welcome"))),
            ("Support person welcome", WELCOME.get(people.get("support_person_welcome"))),
        ]),
        ("How people take part", "taking-part", [
            ("Ways to take part", ", ".join(Service.DELIVERY[field][1] for field in taking_part.get("delivery", []) if field in Service.DELIVERY)),
            ("Reaches", dict(Service.Coverage.choices).get(taking_part.get("coverage"))),
            ("Cost", ". ".join(part for part in (dict(Service.Cost.choices).get(taking_part.get("cost_kind")), taking_part.get("cost_note")) if part)),
            ("Joining", dict(Service.Joining.choices).get(taking_part.get("joining"))),
            ("First step", taking_part.get("how_to_join")),
            ("New people can join", {"yes": "Yes", "no": "Not at the moment"}.get(taking_part.get("takes_newcomers"))),
        ]),
        ("Safety", "safety", [
            ("Who runs it", safety.get("safety_run_by")),
            ("Facilitators trained and supported", safety.get("safety_facilitators")),
            ("Guidelines", safety.get("safety_guidelines")), ("Privacy", safety.get("safety_privacy")),
        ]),
        ("Contact that people see", "contact", [
            ("Phone", _joined(contact, "phone", "phone_label", "phone_hours")),
            ("Second number", _joined(contact, "phone_2", "phone_2_label")),
            ("Email", contact.get("public_email")), ("Website", contact.get("website")),
            ("Before getting in touch", contact.get("contact_note")),
        ]),
        (FOR_US_ONLY, "contact", [
            *(private if contact.get("your_email") else []),
            ("Note to the editors", contact.get("note")),
            ("You agreed", CONSENT_WORDING if contact.get("consent") else ""),
        ]),
    ]  # fmt: skip
    return [
        {"heading": heading, "step": step, "rows": [{"label": label, "value": value} for label, value in rows]}
        for heading, step, rows in groups
    ]


def _joined(answers, *names):
    return ", ".join(answers[name] for name in names if answers.get(name))


def _ages(people):
    low, high = people.get("age_min"), people.get("age_max")
    if low is None and high is None:
        return ""
    if high is None:
        return f"{low} and over"
    return f"Up to {high}" if low is None else f"{low} to {high}"


def _term_rows(people):
    slugs = [slug for name, chosen in people.items() if name.startswith("terms_") for slug in chosen]
    names = dict(Term.objects.filter(slug__in=slugs).values_list("slug", "name"))
    labels = dict(Taxonomy.objects.values_list("slug", "name"))
    return [
        (labels.get(name.removeprefix("terms_"), "Terms"), ", ".join(names[slug] for slug in chosen if slug in names))
        for name, chosen in people.items()
        if name.startswith("terms_") and chosen
    ]


def _place(place):
    shown = dict(Location.AddressShown.choices)[place["address_shown"]] if place.get("locality") else ""
    address = ", ".join(part for part in (place.get("street"), place.get("locality")) if part)
    return {
        "name": place.get("place_name") or address or "Times",
        "address": address if place.get("place_name") else "",
        "shown": f"On the page: {shown.lower()}" if shown else "",
        "access": place.get("access_note", ""),
        "times": [_schedule(row).in_words for row in place.get("times", [])],
    }


def _schedule(row):
    return Schedule(
        weekday=int(row["weekday"]), starts=read_time(row["starts"]), ends=read_time(row["ends"]) if row.get("ends") else None,
        frequency=row.get("frequency", "weekly"), week_of_month=int(row["week_of_month"]) if row.get("week_of_month") else None,
        from_date=date_or_none(row.get("from_date")), note=row.get("note", ""),
    )  # fmt: skip
