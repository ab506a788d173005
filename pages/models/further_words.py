"""The words of notices on pages and of lists with nothing in them, in groups for the form of their setting."""

from django.db import models

from cms.core.models.word_groups import words


class PageNotices(models.Model):
    """Pages: notices at their foot."""

    HEADING = "Pages: notices at their foot"

    review_due = words(
        "a page that is due for a check",
        "This page is due to be checked. Parts of it may have changed.",
        "Beside when it was last checked.",
    )
    rating_ours = words(
        "under “How sure can we be?”",
        "This rating is ours, not the authors’.",
        "On research summaries.",
    )
    journey_free = words(
        "a journey: in which order",
        "Nothing is marked, and you can begin with any of them.",
        "After how many steps there are.",
    )
    journey_return = words(
        "a step that leads away",
        "Come back to this page when you are done there. The next step waits for you below.",
        "Under the link to the other page.",
    )
    modules_marks = words(
        "where marks are kept",
        "They are kept in this browser only.",
        "Beside “Clear my marks”.",
    )
    event_dot = words(
        "under the map of an event",
        "The dot shows the suburb or town, not the building.",
        "What the dot is, and is not.",
    )
    event_left = words(
        "an event or opening that is over",
        "It is no longer in the list. The page stays for those who kept its address.",
        "At the top of its page.",
    )
    event_leaves = words(
        "one that closes today",
        "It leaves the list at midnight. The page stays for those who kept its address.",
        "At the top of its page.",
    )

    class Meta:
        abstract = True


class PickNotices(models.Model):
    """Kits and citations: notices."""

    HEADING = "Kits and citations: notices"

    resources_tick = words(
        "over “Make my kit”",
        "Tick what you need above. You get one page to print, and one download with all the files.",
        "Below the list of resources.",
    )
    research_tick = words(
        "over “Cite what I picked”",
        "Tick papers above to get their citations on one page.",
        "Below the list of research.",
    )
    kit_empty = words(
        "an empty kit: how to fill it",
        "Tick “Put in my kit” beside a resource. Then press “Make my kit” below the list.",
        "Name the buttons as they stand on the page.",
    )
    cite_empty = words(
        "an empty list of citations: how to fill it",
        "Tick “Pick to cite” beside a summary. Then press “Cite what I picked” below the list.",
        "Name the buttons as they stand on the page.",
    )
    kit_no_file_now = words(
        "a file that cannot be had now",
        "Its file cannot be had just now. Its page says what it is.",
        "In a kit.",
    )
    kit_no_file = words(
        "a resource without a file",
        "It has no file: all of it is on its page.",
        "In a kit.",
    )

    class Meta:
        abstract = True


class EmptyLists(models.Model):
    """Lists with nothing in them."""

    HEADING = "Lists with nothing in them"

    empty_first = words(
        "a list that is still empty",
        "A place is kept for the first one.",
        "Stories, research, modules, partners and others.",
    )
    empty_choices = words(
        "nothing fits the choices",
        "Take one of the choices away, or see all of them.",
        "Stories, research and resources. The way to all of them follows by itself.",
    )
    empty_later = words(
        "the glossary, news or the newsletter, while there is none",
        "Please look again later.",
        "In place of the list.",
    )
    past_events = words(
        "events that are over",
        "Events and training that have been. Where slides, recordings or notes were kept, you find them on the page of the event.",
        "The first words over their list.",
    )
    empty_past = words(
        "no event is over",
        "See what is open now.",
        "In place of the list. The way to what is open follows by itself.",
    )
    empty_opportunities = words(
        "no opportunity fits",
        "New ones come often. See all that is open, or look again later.",
        "Where something was chosen. The way to all of them follows by itself.",
    )
    empty_opportunities_now = words(
        "no opportunity is open",
        "New ones come often. Please look again later.",
        "Where there is none at all.",
    )
    empty_course = words(
        "a course without dates",
        "The next ones will stand here once they are set. Ask us, and we will tell you of them.",
        "In place of the dates.",
    )
    empty_easy_read = words(
        "no page in Easy Read",
        "Please ask us if you need something in Easy Read.",
        "In place of the list.",
    )
    empty_questions = words(
        "no question has those words",
        "Try a word that says the same, or see all questions. If your question is missing, ask us.",
        "In place of the questions.",
    )

    class Meta:
        abstract = True
