"""The words of links that have ended, and of the smaller screens that are always there, in groups for the form of their setting."""

from django.db import models

from cms.core.models.word_groups import words


class EndedLinks(models.Model):
    """Links and pages that have ended: everywhere."""

    HEADING = "Links and pages that have ended: everywhere"

    ended_unknown = words(
        "a link that we do not know",
        "We don’t know this link. Part of it may be missing: copy the whole of it from the email.",
        "Say what may have gone wrong, and what to do.",
    )
    ended_saved = words(
        "a link to go on that has ended",
        "What it opened was sent, deleted, or its time was over. Or there is a newer link in your email.",
        "The button to begin again follows by itself.",
    )
    ended_page = words(
        "a page that confirmed something",
        (
            "It confirmed something that you sent, and stays open for a short time only.\n\nWhat you sent did "
            "not go with it. To take it back or write again, use the link in our email."
        ),
        "Say that nothing is lost. An empty line begins a new paragraph.",
    )
    ended_answers = words(
        "answers that are no longer here",
        (
            "Either they were sent, or they were deleted, or their time was over. Or they were opened anew by "
            "an emailed link: then they are in that window."
        ),
        "Of a long form. Say what may have happened to them.",
    )
    ended_answers_sent = words(
        "whether they were sent: an entry",
        (
            "If you sent them, there is an email from us with a reference. If not, please begin again; we are "
            "sorry for the trouble."
        ),
        "How people find out whether what they wrote has reached you.",
    )
    ended_story_sent = words(
        "whether they were sent: a story",
        (
            "If you sent them, you saw a page with a reference. If not, please begin again; we are sorry for "
            "the trouble."
        ),
        "Tellers may have left no email address.",
    )
    ended_copy = words(
        "what was typed on the last page",
        "Copy it before you leave this page.",
        "It stands below these words.",
    )
    ended_message = words(
        "a message about what was deleted",
        "It was deleted before you sent your message. We did not keep the message, and nobody read it.",
        "Where somebody writes again about what they took back.",
    )

    class Meta:
        abstract = True


class EndedEntryLinks(models.Model):
    """Links and pages that have ended: the directory."""

    HEADING = "Links and pages that have ended: the directory"

    ended_entry_used = words(
        "it was used",
        "Something was sent with it already. It ended then, so that nobody else can use it after you.",
        "Say why a link ends when it is used.",
    )
    ended_entry_review = words(
        "an editor went on",
        "An editor went on with what you sent before. Is something missing? Answer our last email to you.",
        "Where an editor has read the answers already.",
    )
    ended_entry_expired = words(
        "its time was over",
        "This link has expired.",
        "How to get a new one follows.",
    )
    ended_entry_over = words(
        "what it was for is over",
        "What it was for is over: it is done or decided, or somebody else looks after the entry now.",
        "It may be somebody else’s to do now.",
    )
    ended_entry_closed = words(
        "the entry is closed",
        (
            "The entry is closed and not in the directory. To list it again, use the link of the email that "
            "said so, or write to us."
        ),
        "Say how to list it again.",
    )
    ended_entry_unlisted = words(
        "nobody confirmed the entry",
        (
            "The entry is not in the directory at the moment: nobody told us for a long time that it is still "
            "right. To list it again, use the link of the email that said so, or write to us."
        ),
        "Say why, and how to list it again.",
    )
    ended_entry_new = words(
        "how to get a new link",
        "We can send you a new link to keep your entry right.",
        "The way to find the entry follows by itself.",
    )

    class Meta:
        abstract = True


class EndedStoryLinks(models.Model):
    """Links and pages that have ended: stories."""

    HEADING = "Links and pages that have ended: stories"

    ended_story_used = words(
        "it was answered",
        "It was answered already, or there is a newer link in your email.",
        "A teller opens the same link again.",
    )
    ended_story_expired = words(
        "its time was over",
        ("Its time was over. Nothing is published without your yes. Answer our email, and we send you a new link."),
        "Say first that nothing was published.",
    )
    ended_story_working = words(
        "an editor is at work on it",
        "An editor is changing something at the moment. We send you a new link when it is ready.",
        "What follows, and that they need do nothing.",
    )
    ended_story_gone = words(
        "the story is gone",
        "The story that it was about is no longer here.",
        "Calm and short: they may have taken it back themselves.",
    )
    ended_story_closed = words(
        "nothing of the teller is kept",
        (
            "What we kept of you is deleted, so we can keep no answer. The link in our other emails still "
            "takes the story back."
        ),
        "How a story can still be taken back.",
    )

    class Meta:
        abstract = True


class EndedOtherLinks(models.Model):
    """Links and pages that have ended: newsletter and invitations."""

    HEADING = "Links and pages that have ended: newsletter and invitations"

    ended_news_used = words(
        "newsletter: it was used",
        (
            "This link was used before, so there is nothing left to do.\n\nEach issue has a link to change what "
            "you get, and one to unsubscribe."
        ),
        "An empty line begins a new paragraph.",
    )
    ended_news_expired = words(
        "newsletter: its time was over",
        "It worked for {how long a link to subscribe works}, and you are not on the list.",
        "How to subscribe again follows by itself.",
    )
    ended_news_unknown = words(
        "newsletter: a link that we do not know",
        "Some programs cut long links short. Open it from the email again, or copy all of it.",
        "Say what may have gone wrong.",
    )
    ended_invitation = words(
        "an invitation",
        (
            "It was used already, or its days are over, or a newer one was sent.\n\nIf you chose a password "
            "before, sign in. If not, ask whoever invited you for a new invitation."
        ),
        "Colleagues read this. The way to sign in follows by itself.",
    )

    class Meta:
        abstract = True


class HelpNow(models.Model):
    """Get help now: around the lines."""

    HEADING = "Get help now: around the lines"

    help_safety = words(
        "where somebody else may look at the device",
        "Might somebody look at this phone or computer later?",
        "The link to the page about staying safe online follows by itself.",
    )
    help_unchecked = words(
        "numbers that we have not rung yet",
        "Numbers that are not named here come from public lists. We have still to ring them ourselves.",
        "Only where there are such numbers.",
    )
    help_hours = words(
        "at the end",
        "Hours are Melbourne time. If a number does not work, try the next one.",
        "To call 000 where there is danger follows by itself.",
    )
    help_after_story = words(
        "under the help lines after a story",
        "You don’t have to be in crisis to call.",
        "At the end of stories and of pages in Easy Read.",
    )

    class Meta:
        abstract = True


class ReadingScreens(models.Model):
    """Reading settings: what happened, and cookies."""

    HEADING = "Reading settings: what happened, and cookies"

    reading_saved = words(
        "after saving",
        "Your settings are saved. This page shows them.",
        "Where the browser runs no scripts.",
    )
    reading_put_back = words(
        "after putting everything back",
        "The site looks as we made it again.",
        "Where the browser runs no scripts.",
    )
    reading_cookie = words(
        "before saving",
        ("Saving puts one small cookie on this device. It is a short code of your settings, and nothing about you."),
        "Only where the browser runs no scripts.",
    )
    reading_no_scripts = words(
        "what is kept, without scripts",
        (
            "Your browser runs no scripts here, so a cookie keeps your choice for {how long a browser keeps "
            "reading settings}. “Exit this page” cannot remove that cookie. “Put everything back” can."
        ),
        "Safety counts on this: say what “Exit this page” cannot do.",
    )

    class Meta:
        abstract = True


class LongForms(models.Model):
    """Long forms: their smaller screens."""

    HEADING = "Long forms: their smaller screens"

    long_reads = words(
        "who reads it",
        "A person at the Centre reads it.",
        "Beside each question.",
    )
    long_delete = words(
        "before deleting",
        "All your answers are deleted at once, with the picture if you added one. This cannot be undone.",
        "What goes, and that it cannot come back.",
    )
    long_deleted = words(
        "after deleting",
        ("Nothing of what you typed is kept here. Your browser’s history may still show that you opened these pages."),
        "Say what the device may still show.",
    )
    long_return = words(
        "coming back by the link",
        "Your answers are here. Nothing has been sent to the editors yet.",
        "The first words. Until when they are kept follows by itself.",
    )
    long_window = words(
        "in two windows",
        "If another window still has the form open, it stops working: go on in this one.",
        "After the day until which answers are kept.",
    )
    long_address = words(
        "where the link goes by itself",
        "The link goes to the address that looks after this entry.",
        "Where somebody changes an entry, and is not asked for an address.",
    )
    long_saved = words(
        "after saving",
        "A link is on its way. You may close this page.",
        "The first words. Until when answers are kept follows by itself.",
    )
    long_link = words(
        "how long the link works",
        "Until then the link works as often as you need it.",
        "After the day until which answers are kept.",
    )
    long_no_email = words(
        "if no email comes",
        "Nothing after ten minutes? Look in the junk folder.",
        "After a long form is saved.",
    )

    class Meta:
        abstract = True
