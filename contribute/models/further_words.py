"""The words of the smaller screens of “Contribute”, in groups for the form of their setting."""

from django.db import models

from cms.core.models.word_groups import words


class SentScreens(models.Model):
    """Forms: closed, sent and taken back."""

    HEADING = "Forms: closed, sent and taken back"

    closed = words(
        "while a form is closed",
        "This form is closed for now. Please come back later.",
        "Where its own message is empty.",
    )
    sent_deletes = words(
        "to take it back",
        "Then we delete what you sent.",
        "After the link in words.",
    )
    sent_link = words(
        "to take it back, without an address",
        ("It is the only way to take it back without telling us who you are. Then we delete what you sent."),
        "After “Please keep this link.”, over the link itself.",
    )
    take_back = words(
        "before taking it back",
        "We can no longer answer it then. It cannot be undone.",
        "Over the button.",
    )
    urgent_sent = words(
        "over the help lines, where it may be about danger",
        ("We have what you sent, and read it on working days only. These lines have trained people who listen now."),
        "Say when you read, and who listens now.",
    )
    urgent_opinion = words(
        "the same, after an answer about a page",
        (
            "We read comments on working days only, and do not know who wrote them. These lines have trained "
            "people who listen now."
        ),
        "Say that nobody knows who wrote.",
    )
    list_service = words(
        "the directory, among the forms",
        "List your group, line or drop-in in the directory.",
        "Under “Add a service” on “Contribute”.",
    )

    class Meta:
        abstract = True


class StoryScreens(models.Model):
    """Stories: while writing, and when one is shown."""

    HEADING = "Stories: while writing, and when one is shown"

    story_reads = words(
        "who reads it",
        "People at the Centre read it before anybody else does. How to reach you is never published.",
        "Beside each question.",
    )
    story_few = words(
        "how much must be answered",
        "Only a few must be answered.",
        "After how many questions there are.",
    )
    story_stop = words(
        "stopping on the way",
        "You can stop on every page: save it and come back, or delete what you typed.",
        "Before it begins.",
    )
    story_see = words(
        "before it is sent",
        "You see all of it before you send it.",
        "Before it begins.",
    )
    story_check = words(
        "the last page",
        "Nothing has been sent yet. Take your time.",
        "The first words above all answers.",
    )
    story_check_next = words(
        "the last page: what happens next",
        (
            "You get a reference, and a link to take it back. People at the Centre read it. Nothing is shown "
            "on the site yet."
        ),
        "Beside all answers.",
    )
    story_not_shown = words(
        "after sending",
        "Nothing is shown on the site before that.",
        "After by when people at the Centre read it.",
    )
    story_after = words(
        "under the help lines after telling it",
        "It can stir things up. You don’t have to be in crisis to call.",
        "The help lines follow.",
    )
    story_changes = words(
        "what changed since it was sent",
        (
            "What is new is underlined. What was taken out is crossed out. An editor gives each story a title "
            "and a line for lists."
        ),
        "Where a teller is shown the story.",
    )
    story_no_longer = words(
        "before saying no",
        (
            "Or you may not want it published any more. This button deletes all that you sent at once, and "
            "nobody asks why."
        ),
        "Over the button.",
    )

    class Meta:
        abstract = True
