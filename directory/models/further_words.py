"""The words of entries, of the list and of the screens around an entry, in groups for the form of their setting."""

from django.db import models

from cms.core.models.word_groups import words


class EntryNotices(models.Model):
    """An entry: notices, and what is not known."""

    HEADING = "An entry: notices, and what is not known"

    entry_paused = words(
        "where it is paused",
        "Please get in touch with the service before you go.",
        "Where the service says nothing itself.",
    )
    entry_waiting = words(
        "where there is a waiting list",
        "You can still get in touch, and ask how long it is.",
        "Where the service says nothing itself.",
    )
    entry_unconfirmed = words(
        "where nobody confirmed it",
        "Times, place or cost may have changed. Please get in touch with the service before you go.",
        "Under “Not confirmed”, so that nobody stands before a closed door.",
    )
    entry_full = words(
        "where it takes nobody new",
        "It is not taking new people at the moment.",
        "Under “How to join”.",
    )
    entry_answers = words(
        "the four questions: answered",
        "These are the service’s own answers.",
        "Say whose words the answers are.",
    )
    entry_no_answer = words(
        "the four questions: one not answered",
        "No answer yet. It is fine to ask.",
        "In place of that answer.",
    )
    entry_private = words(
        "an address that is private",
        "The address is kept private. Ask the service where to come.",
        "In place of the address.",
    )
    entry_dot = words(
        "under its small map",
        "The dot shows the suburb or town, not the building.",
        "What the dot is, and is not.",
    )
    entry_email = words(
        "beside our email address",
        "An email shows us your address.",
        "For people who want to stay unknown.",
    )

    class Meta:
        abstract = True


class ListNotices(models.Model):
    """The list and its map: notices."""

    HEADING = "The list and its map: notices"

    list_distances = words(
        "about distances",
        "Distances are between suburbs, not addresses.",
        "Beside the map of the list.",
    )
    list_dots = words(
        "about the map of the list",
        "Where the services on this page are. Each dot is a suburb or town.",
        "Where no place was searched for.",
    )
    map_empty = words(
        "a part of the map without services",
        "Nothing that was found has a place on this part of the map.",
        "Ways to the whole map follow by themselves.",
    )
    place_choose = words(
        "several places of that name",
        "Until you choose, the list shows all of Victoria.",
        "After how many there are.",
    )
    place_unknown = words(
        "a place that we do not know",
        (
            "Check the spelling, or type a Victorian suburb, town or postcode, such as Ballarat or 3350. For "
            "now the list shows all of Victoria."
        ),
        "Say what to type instead.",
    )
    word_too_common = words(
        "a word that stands in nearly every entry",
        "Try a word such as grief, carers or art.",
        "After which word was left out.",
    )
    list_shared_lead = words(
        "a list that somebody shared",
        "Somebody chose these services and sent you the link.",
        "The first words of a shared list.",
    )
    list_no_scripts = words(
        "“My list” without scripts",
        (
            "Keeping a list needs JavaScript, which is off. A list that somebody sends you as a link works "
            "without it.\n\nYou can also print the page of a service, or keep it with your browser’s bookmarks."
        ),
        "Say what works all the same. An empty line begins a new paragraph.",
    )

    class Meta:
        abstract = True


class AddScreens(models.Model):
    """Add a service: its smaller screens."""

    HEADING = "Add a service: its smaller screens"

    add_reads = words(
        "who reads it",
        "A person at the Centre reads it before it is shown. Your own name and email are never published.",
        "Beside each question.",
    )
    add_takes = words(
        "what it takes",
        "About 15 minutes. There are six short pages, and only a few questions must be answered:",
        "Before the list of pages.",
    )
    add_see = words(
        "before it is sent",
        "You see all your answers before you send them.",
        "After the list of pages.",
    )
    add_check = words(
        "the last page of a new entry",
        "Nothing has been sent yet.",
        "The first words above all answers.",
    )
    add_check_update = words(
        "the last page of a change",
        ("Change what is no longer right, then send it. The entry stays as it is until an editor has looked."),
        "The first words above all answers.",
    )
    add_check_asked = words(
        "the last page, where an editor asked",
        "Change what the editor asked for, then send it again.",
        "The first words above all answers.",
    )
    add_no_places = words(
        "no place or time",
        "No place or time is given. People are told to ask you.",
        "Among the answers. Say what readers see instead.",
    )
    add_preview = words(
        "over the preview",
        (
            "Only you see this page. It is what readers would see after an editor has approved it. Nothing "
            "has been sent yet."
        ),
        "Say that it is not published.",
    )
    add_preview_private = words(
        "over the preview: private addresses",
        "An address that you keep private is not on it.",
        "After that.",
    )
    add_preview_photo = words(
        "over the preview: a photo",
        "Your photo shows once an editor has looked at it.",
        "Only where there is one.",
    )
    add_alike_waits = words(
        "something like it waits",
        (
            "If you sent it in, you need not send it again: we write to you when it is decided. If it was "
            "somebody else, go on."
        ),
        "Where an editor has something like it to read already.",
    )
    add_alike_why = words(
        "why we ask whether it is theirs",
        (
            "Two entries for one service make people wonder which is right. If none of these is yours, go on: "
            "what you typed is kept."
        ),
        "Beside the entries that look alike.",
    )

    class Meta:
        abstract = True


class LinkScreens(models.Model):
    """What a link opens: each choice, and what came of it."""

    HEADING = "What a link opens: each choice, and what came of it"

    confirm_shows = words(
        "confirm it",
        "Readers see that it was checked today.",
        "Under “Everything is still right”, and where it is listed again.",
    )
    change_opens = words(
        "change it",
        (
            "The form opens with what the entry says now. The entry stays as it is until an editor has read "
            "your changes."
        ),
        "Under “Something has changed”.",
    )
    change_waits = words(
        "change it, where a change waits",
        "A change is waiting already: yours is read after it.",
        "After that.",
    )
    choice_pause = words(
        "pause it",
        "With a message to readers. It shows at once.",
        "Under its link.",
    )
    choice_people = words(
        "who looks after it",
        "Nobody else gets these links at the moment.",
        "Under its link, where there is one person only.",
    )
    choice_close = words(
        "close it",
        "It has ended, or should no longer be listed.",
        "Under its link: when closing is right.",
    )
    paused_until = words(
        "after pausing it until a day",
        "After that day it opens again by itself, and we write to you.",
        "They need do nothing.",
    )
    paused_open = words(
        "after pausing it without a day",
        "Come back by this link, or ask for a new one, when it is on again.",
        "How to end the pause.",
    )
    opened_again = words(
        "after ending the pause",
        "The message to readers is gone.",
        "After the name of the entry.",
    )
    amend_answers = words(
        "an editor asked for something",
        "Your answers are as you sent them. Change what is needed and send them again.",
        "Under what the editor asked.",
    )
    people_one = words(
        "one person looks after it",
        "You get the emails and may change the entry.",
        "The first words of “Who looks after it?”.",
    )
    people_several = words(
        "several look after it",
        "Each of you gets the emails and may change the entry.",
        "The first words of “Who looks after it?”.",
    )
    moved_on = words(
        "somebody else looked after it",
        "Has the person who sent the entry in moved on? Tell us. We check, then put your address in.",
        "Beside the form that asks for a link.",
    )
    asked_moved = words(
        "the old address is gone",
        "Do you look after it now, and the old address is gone?",
        "After a link was asked for.",
    )
    find_can = words(
        "what one can do by the link",
        ("Say that everything is still right. Change what is not. Pause it, or close it. Say who else looks after it."),
        "Beside “Which service is yours?”.",
    )

    class Meta:
        abstract = True


class ReportScreens(models.Model):
    """After a problem was reported: more words."""

    HEADING = "After a problem was reported: more words"

    report_first = words(
        "before reporting",
        "You need not report anything first.",
        "After the link to the help lines.",
    )
    report_written = words(
        "where they left an address",
        "We write to you when that is done. If no email comes today, look in the junk folder.",
        "The last step.",
    )
    report_alone = words(
        "where they left none",
        ("You left no email address, so we cannot write to you. Ring us with the reference if you want to know."),
        "The last step.",
    )
    report_help = words(
        "under “What happened matters”",
        "These lines have trained people who will listen.",
        "Where a report is about safety. The help lines follow.",
    )

    class Meta:
        abstract = True
