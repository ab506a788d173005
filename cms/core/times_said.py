"""Times that the site promises: set or decided in one place, and named in words as ``{time to read an entry}``.

An app registers each time under a name in plain words. Words that editors write, originals in code and templates name it,
and whoever reads them gets what holds now: no text says five days after somebody made it three.
"""

import re
from difflib import get_close_matches

from dateutil.relativedelta import relativedelta
from django.contrib.humanize.templatetags.humanize import apnumber
from django.core.exceptions import ValidationError
from django.db import models

BRACES = re.compile(r"\{([^{}\n]*)\}")
A_YEAR = 365
# "within 5 working days", "three business days": how soon we do something is a time of ours, wherever it is said.
WORKING_DAYS = re.compile(
    r"\b(\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten) (working|business) days?\b", re.I
)

_times = {}


class WorkingDays(int):
    """A number of days on which the Centre works."""


def register(name, find):
    """Let words say ``{name}``; ``find()`` gives a timedelta, a relativedelta of months, or WorkingDays. Twice replaces."""
    _times[name] = find


def in_words(time):
    """Return a time as people say it: "five working days", "24 hours", "30 days", "six months", "a year"."""
    if isinstance(time, WorkingDays):
        return _counted(time, "working day")
    if isinstance(time, relativedelta):
        months = time.years * 12 + time.months
        return _counted(months, "month") if months % 12 else _years(months // 12)
    if time.days < 2:
        return _counted(int(time.total_seconds()) // 3600, "hour")
    years, rest = divmod(time.days, A_YEAR)
    return _counted(time.days, "day") if rest else _years(years)


def _counted(number, unit):
    return f"{apnumber(number)} {unit}{'' if number == 1 else 's'}"


def _years(number):
    return "a year" if number == 1 else _counted(number, "year")


def said(name):
    """Return the time of that name in words. Raises KeyError where no app registered it."""
    return in_words(_times[name]())


def every():
    """Return the names and what each says now, in the order in which apps registered them."""
    return [(name, said(name)) for name in _times]


def filled(words, own=None):
    """Return ``words`` with each name in braces replaced by its time; ``own`` holds those not saved yet, by name.

    What is no name stays as it stands.
    """

    def put_in(found):
        name = found[1]
        if own and name in own:
            return in_words(own[name])
        return said(name) if name in _times else found[0]

    return BRACES.sub(put_in, words)


def wrong_in(words):
    """Return what is wrong with ``words`` of an editor, as sentences that say what to do."""
    wrong = []
    for name in dict.fromkeys(BRACES.findall(words)):
        if name not in _times:
            near = get_close_matches(name, _times, 1, 0.5)
            instead = f" Did you mean {{{near[0]}}}?" if near else " The list above the form says which there are."
            wrong.append(f"Nothing can be put in for {{{name}}}.{instead}")
    if re.search(r"[{}]", BRACES.sub("", words)):
        wrong.append("There is a { or } without its other half. Braces are only for what is put in.")
    if found := WORKING_DAYS.search(words):
        wrong.append(
            f"“{found[0]}” would stay when the number of days changes. "
            "Put in a time in braces from the list above the form, and it is always the one that holds."
        )
    return wrong


class _Said:
    """The words of a setting with its times filled in, by the names of their fields."""

    def __init__(self, setting):
        self.setting = setting

    def __getitem__(self, name):
        return filled(getattr(self.setting, name), self.setting.own_times())


class SaysTimes(models.Model):
    """A setting whose words may name times. Templates draw ``setting.said.<field>``."""

    class Meta:
        abstract = True

    def own_times(self):
        """Return the times that this very row sets, by name: a preview says those that are typed."""
        return {}

    @property
    def said(self):
        return _Said(self)

    def clean(self):
        super().clean()
        fields = [field.name for field in self._meta.fields if isinstance(field, models.TextField)]
        if wrong := {name: found for name in fields if (found := wrong_in(getattr(self, name)))}:
            raise ValidationError(wrong)
