"""How a service reads: on a card and on its own page. It is asked of rows and of unsaved revisions alike (previews)."""

from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from cms.core import expiry, public_holidays
from cms.core.moments import clock
from cms.core.writing.seen_beforehand import SeenBeforehand

from .. import calendars, landmarks, times
from .parts import Location, Schedule

# A notice then asks readers to ring first.
UNCONFIRMED_AFTER = relativedelta(years=1)
COMING = 5
FIRST_PLACES = 3
MOST_FACT_LINES = 5
MOST_CARD_LINES = 2
MOST_PLACES = 3
MOST_CHIPS = 2
SHORT = 60
WEEK, WORKDAYS, WEEKEND = (0, 1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 4), (5, 6)


def listed_in_words(words):
    """Join words as a sentence does: ``Mondays, Tuesdays and Fridays``."""
    words = list(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def times_in_words(schedules):
    """Return schedules as lines that people read, days with the same hours together: ``Weekdays, noon to 6 pm``."""
    weekly, lines = {}, []
    for schedule in schedules:
        if schedule.frequency != Schedule.Frequency.WEEKLY:
            lines.append(lambda schedule=schedule: schedule.in_words)
            continue
        hours = (schedule.starts, schedule.ends, schedule.note)
        if hours not in weekly:
            weekly[hours] = []
            lines.append(lambda hours=hours: _weekly_line(weekly[hours]))
        weekly[hours].append(schedule)
    return [line() for line in lines]


def _weekly_line(schedules):
    first, days = schedules[0], tuple(sorted({schedule.weekday for schedule in schedules}))
    known = {WEEK: "Every day", WORKDAYS: "Weekdays", WEEKEND: "Weekends"}
    names = dict(Schedule.Weekday.choices)
    in_words = known.get(days) or listed_in_words(f"{names[day]}s" for day in days)
    hours = clock(first.starts) + (f" to {clock(first.ends)}" if first.ends else "")
    return f"{in_words}, {hours}" + (f" ({first.note})" if first.note else "")


def day_in_words(moment, now):
    """Return a day in full, with the year where it is another one: ``Thursday 26 November``."""
    year = f" {moment.year}" if moment.year != now.astimezone(moment.tzinfo).year else ""
    return f"{moment:%A} {moment.day} {moment:%B}{year}"


def distance_in_words(kilometres):
    """Return a distance as a card says it: ``in this area``, ``1 km``, ``36 km``."""
    return "in this area" if kilometres < 0.5 else f"{max(1, round(kilometres))} km"


def first_sentence(text, longest=SHORT):
    """Return the first sentence of ``text`` without its full stop; '' where that is longer than ``longest``."""
    line = text.strip().split("\n", 1)[0]
    sentence = line.split(". ", 1)[0].strip().removesuffix(".")
    return sentence if len(sentence) <= longest else ""


class ReadsAsCard:
    """What ``components/card_result.html`` shows of a service. ``distance`` (km or None) is set by a search near a place."""

    distance = None

    @property
    def org_name(self):
        return self.provider

    @property
    def status_chip(self):
        """What stands in the way of turning up, as label and tone; None where nothing does."""
        if self.status == self.Status.WAITING:
            told = first_sentence(self.status_message)
            return {"label": f"Waiting list: {told}" if told else "Waiting list", "tone": "waiting"}
        if self.status == self.Status.PAUSED:
            return {"label": f"Paused{self.until_in_words}", "tone": "paused"}
        if self.status == self.Status.CLOSED:
            return {"label": "Closed", "tone": "closed"}
        return None if self.takes_newcomers else {"label": "Not taking new people now", "tone": "closed"}

    @property
    def notice(self):
        """What an open service tells its readers until a day that is not over, such as one without a meeting; else ''."""
        return self.status_words if self.status == self.Status.OPEN else ""

    @property
    def notice_on_card(self):
        """The notice for a card: its first sentence where that is short, else that there is one; '' where none is."""
        return self.notice and (first_sentence(self.notice) or f"Notice{self.until_in_words}")

    @property
    def until_in_words(self):
        """`` until 3 March 2027`` where the status has an end that is still to come, else ''."""
        until = self.status_ends
        return f" until {until.day} {until:%B} {until.year}" if until else ""

    @property
    def status_ends(self):
        """The last day of what the status says, where that is not over; else None. A day that is over is said nowhere."""
        until = self.status_until
        return until if until and until >= timezone.localdate() else None

    @property
    def status_words(self):
        """What the service says of its status now: of an open one only until a day that is not over."""
        return self.status_message if self.status != self.Status.OPEN or self.status_ends else ""

    @cached_property
    def when_lines(self):
        return times_in_words(self.schedules)

    @property
    def card_facts(self):
        """(label, text) pairs: when, where, what it costs, how to join, how many safety questions it answers."""
        lines = self.when_lines
        when = "; ".join(lines[:MOST_CARD_LINES]) + (" and more" if len(lines) > MOST_CARD_LINES else "")
        return [
            ("When", when or "Ask the service"),
            ("Where", self.where_on_card),
            ("Cost", self.cost_in_words if len(self.cost_note) <= SHORT else self.get_cost_kind_display()),
            ("Joining", first_sentence(self.how_to_join) or self.get_joining_display()),
            ("Safety", f"Answers {self.safety_count} of 4 questions" if self.safety_count else "Not answered yet"),
        ]

    @property
    def where_on_card(self):
        """Where it is, for a card: suburbs, ``area only`` where no street shows, how far, and whether it reaches further."""
        if not self.public_localities:
            hidden = any(place.is_hidden for place in self.locations.all())
            return "Address kept private" if hidden else self.reach_in_words
        with_street = {place.locality_id for place in self.locations.all() if place.address_shown == "street"}
        names = [locality.name for locality in self.public_localities[:MOST_PLACES]]
        more = len(self.public_localities) - len(names)
        if more:
            names.append(f"{more} more place{'' if more == 1 else 's'}")
        where = listed_in_words(names)
        if not with_street:
            where += ", area only"
        if self.distance is not None:
            where += f" · {distance_in_words(self.distance)}"
        if self.coverage != self.Coverage.PLACE:
            where += f" · {self.coverage_in_words}"
        return where

    @property
    def coverage_in_words(self):
        """How far it reaches, inside a sentence: ``all of Victoria``."""
        label = self.get_coverage_display()
        return label[:1].lower() + label[1:]

    @property
    def reach_in_words(self):
        """How it reaches people, and how far: ``Phone and video, all of Victoria``."""
        ways = listed_in_words(
            label if number == 0 else label.lower() for number, label in enumerate(self.delivery_labels)
        )
        if self.coverage == self.Coverage.PLACE:
            return ways or "Ask the service"
        return f"{ways}, {self.coverage_in_words}" if ways else self.get_coverage_display()

    @property
    def card_chips(self):
        """What it is, in a few chips: terms of the facets that show at once, then the ways of taking part.

        Facets begin with who is looking, which the summary says; the later ones say what a service is.
        """
        terms = sorted(
            (term for term in self.terms.all() if term.taxonomy.is_prominent and not term.is_retired),
            key=lambda term: (-term.taxonomy.sort_order, term.sort_order or 0, term.name),
        )
        return list(dict.fromkeys([*(term.name for term in terms[:MOST_CHIPS]), *self.delivery_labels]))


class ReadsAsPage(SeenBeforehand):
    """What ``directory/detail.html`` shows of a service beside its own fields."""

    @cached_property
    def coming(self):
        """The next COMING times it is on, as dicts of words and what they are made of, soonest first; empty while it is
        paused or where nobody can know. None is left out for a public holiday: ``holiday`` names it, for people to ask."""
        if self.status in {self.Status.PAUSED, self.Status.CLOSED}:
            return []
        pairs = [(schedule, place) for place in self.locations.all() for schedule in place.schedules.all()]
        now = timezone.now()
        found = []
        coming = times.next_times([schedule for schedule, _place in pairs], now, COMING)
        expiry.until_first(now, *(moment for one in coming for moment in (one.starts, one.ends)))
        for one in coming:
            place = next(place for schedule, place in pairs if schedule is one.schedule)
            found.append(
                {
                    "starts": one.starts,
                    "is_on": one.is_on(now),
                    "day": day_in_words(one.starts, now),
                    "from": clock(one.starts),
                    "to": clock(one.ends) if one.ends else "",
                    "note": one.schedule.note,
                    "place": place.in_a_sentence,
                    "holiday": public_holidays.name_of(one.starts.date()),
                }
            )
        return found

    @property
    def next_time(self):
        """The first of ``coming``, or None."""
        return self.coming[0] if self.coming else None

    @property
    def later_times(self):
        """The others of ``coming``; where all are at one place, without it."""
        places = {one["place"] for one in self.coming}
        return [one | {"place": one["place"] if len(places) > 1 else ""} for one in self.coming[1:]]

    @property
    def calendar_links(self):
        """Where its times can be had for a calendar: pairs of words and address, the whole first where there are several."""
        if self.status in {self.Status.PAUSED, self.Status.CLOSED} or not self.slug:
            return []
        known = [schedule for schedule in self.schedules if calendars.can_be_kept(schedule)]
        links = [
            (schedule.in_words, reverse("directory:calendar_of_time", args=[self.slug, schedule.uuid]))
            for schedule in known
        ]
        whole = reverse("directory:calendar", args=[self.slug])
        return [("All times", whole), *links] if len(known) > 1 else [(words, whole) for words, _url in links]

    @property
    def since_in_words(self):
        """``Since 3 November 2026`` where the status says from when it holds, else ''."""
        since = self.status_since
        return f"Since {since.day} {since:%B} {since.year}" if since else ""

    @property
    def is_unconfirmed(self):
        """Whether nobody has confirmed it for longer than UNCONFIRMED_AFTER: its last check, or its beginning, is longer ago."""
        last = self.assured_at or timezone.localdate(self.created_at)
        return last < timezone.localdate() - UNCONFIRMED_AFTER

    @property
    def ages_in_words(self):
        """``18 and over``, ``12 to 25``, ``Up to 25`` or ''."""
        if self.age_min is not None and self.age_max is not None:
            return f"{self.age_min} to {self.age_max}"
        if self.age_min is not None:
            return f"{self.age_min} and over"
        return f"Up to {self.age_max}" if self.age_max is not None else ""

    @cached_property
    def places(self):
        """The locations that may be named, as dicts of what may show. A hidden address gives one that says so, and no more."""
        shown = []
        for place in self.locations.all():
            # Where the street is kept back, the building's name and how to get in would give it away.
            is_open = place.address_shown == Location.AddressShown.STREET or not place.locality_id
            shown.append(
                {
                    "name": place.public_name,
                    "address": place.public_address,
                    "access_note": place.access_note if is_open else "",
                    "is_area_only": bool(place.public_locality) and place.address_shown == Location.AddressShown.SUBURB,
                    "is_hidden": place.is_hidden,
                    "times": times_in_words(place.schedules.all()),
                }
            )
        return shown

    @property
    def first_places(self):
        """The places that show at once: all where they are few, else the first FIRST_PLACES."""
        return self.places if len(self.places) <= FIRST_PLACES + 1 else self.places[:FIRST_PLACES]

    @property
    def more_places(self):
        """The places that wait in a fold."""
        return self.places[len(self.first_places) :]

    @property
    def map_points(self):
        """Points for the map, the localities' own: dicts for ``outline_map``; empty where no place may be shown."""
        points = [
            {"lat": place.latitude, "lon": place.longitude, "label": place.name} for place in self.public_localities
        ]
        return [*points, *landmarks.beside(points, ["Melbourne"])] if points else []

    @property
    def term_groups(self):
        """Its terms by facet, in order: pairs of the taxonomy's name and the terms' names."""
        groups = {}
        for term in sorted(self.terms.all(), key=lambda one: (one.taxonomy.sort_order, one.sort_order or 0, one.name)):
            if term.taxonomy.is_facet and not term.is_retired:
                groups.setdefault(term.taxonomy.name, []).append(term.name)
        return list(groups.items())

    @property
    def where_lines(self):
        """Where it is and how it reaches people: lines, of the places that may be named."""
        where = [", ".join(filter(None, [one["name"], *one["address"]])) for one in self.places]
        where = list(dict.fromkeys(filter(None, where)))
        if any(one["is_hidden"] for one in self.places):
            where.append("Address kept private: ask the service")
        if self.coverage != self.Coverage.PLACE or not where:
            where.append(self.reach_in_words)
        return where

    @property
    def list_facts(self):
        """(label, lines) of what a reader’s own list says: when, when next, where, and what it costs."""
        coming = self.next_time
        ask_first = ", a public holiday: check first" if coming and coming["holiday"] else ""
        facts = [
            ("When", self.when_lines or ["Ask the service"]),
            ("Next", [f"{coming['day']}, {coming['from']}{ask_first}"] if coming else []),
            ("Where", self.where_lines),
            ("Cost", [self.cost_in_words]),
        ]
        return [(label, lines) for label, lines in facts if lines]

    @property
    def key_facts(self):
        """(label, lines, more lines) of what people ask first."""
        who_for = [*self.who_for.strip().splitlines(), *([f"Ages {self.ages_in_words}"] if self.ages_in_words else [])]
        facts = [
            ("When", self.when_lines or ["Ask the service"]),
            ("Where", self.where_lines),
            ("Cost", [self.get_cost_kind_display(), *([self.cost_note] if self.cost_note else [])]),
            ("Who it’s for", [line for line in who_for if line.strip()]),
            ("Who it’s not for", [line for line in self.not_for.splitlines() if line.strip()]),
            ("How you take part", self.delivery_labels),
            ("Bringing someone", self.company_in_words),
            ("Getting in", list(dict.fromkeys(one["access_note"] for one in self.places if one["access_note"]))),
        ]
        # Where there are many, the rest waits in a fold.
        return [
            (label, lines, [])
            if len(lines) <= MOST_FACT_LINES
            else (label, lines[: MOST_FACT_LINES - 1], lines[MOST_FACT_LINES - 1 :])
            for label, lines in facts
            if lines
        ]

    @property
    def company_in_words(self):
        """Whether a support person and children may come: lines, in words."""
        said = {
            self.Welcome.YES: "{} welcome",
            self.Welcome.ASK: "{}: ask first",
            self.Welcome.NO: "{}: not this time",
        }
        who = [("Support person", self.support_person_welcome), ("Children", self.children_welcome)]
        return [said[value].format(name) for name, value in who if value in said]
