"""The words of the smaller screens of the newsletter, in groups for the form of their setting."""

from django.db import models

from cms.core.models.word_groups import words


class NewsletterScreens(models.Model):
    """Smaller screens of the newsletter."""

    HEADING = "Smaller screens of the newsletter"

    none_now = words(
        "where there is no list to subscribe to",
        "There is no newsletter to subscribe to at the moment. Please look again later.",
        "In place of the form.",
    )
    no_email = words(
        "if no email comes",
        "Nothing after ten minutes? Look in the junk folder.",
        "After subscribing. How to try again follows by itself.",
    )
    not_me = words(
        "where it was not them",
        "It was not you? Leave this page, and we delete your address.",
        "Under the button that confirms.",
    )
    in_archive = words(
        "beside an issue",
        "It comes by email, and you can stop at any time.",
        "Over the link to subscribe.",
    )
    left_before = words(
        "where they are on no list",
        "You are on none of our lists.",
        "Where somebody comes back by an old link.",
    )
    left_again = words(
        "how to come back",
        "Did you change your mind? Only you can come back: we never do that for you.",
        "Before the link to subscribe again.",
    )
    stop_deletes = words(
        "before unsubscribing at once",
        "We delete that address and your name at once.",
        "After the address itself.",
    )
    stop_keeps = words(
        "before never being written to",
        "We keep only a code that cannot be read back, so that we never write to it by mistake.",
        "After the address itself.",
    )

    class Meta:
        abstract = True
