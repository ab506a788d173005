"""The words of tips about what was typed, in groups for the form of their setting."""

from django.db import models

from cms.core.models.word_groups import words


class SearchNotices(models.Model):
    """Tips about the words that were typed."""

    HEADING = "Tips about the words that were typed"

    other_kinds = words(
        "other kinds have results",
        "There are results of other kinds.",
        "Where one kind of results was chosen. The way to all of them follows by itself.",
    )
    tip_words = words(
        "several words",
        "Take out a word. Every word has to be there.",
        "Where nothing is found.",
    )
    tip_quotes = words(
        "words in quote marks",
        "Take out the quote marks. Words inside them have to stand together.",
        "Where nothing is found.",
    )
    tip_place = words(
        "somebody may look for a place",
        "Looking for a place near you?",
        "Before the link to the directory.",
    )
    tip_talk = words(
        "somebody may need to talk",
        "Do you need to talk to someone?",
        "Before the link to “Get help now”.",
    )
    too_common = words(
        "a word that is nearly everywhere",
        "Add what it is about, such as “carers” or “hearing voices”.",
        "After which word it is.",
    )
    too_many = words(
        "very many results",
        "Add a word to see fewer.",
        "After how many are shown.",
    )

    class Meta:
        abstract = True
