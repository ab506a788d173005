"""What a teller agrees to, word for word. Whoever changes a sentence here gives the wording another version."""

VERSION = "2026-11"
# Field of the consent, its box, the line under it, and its name on "Check your answers".
USES = (
    (
        "for_website",
        "You may publish my story on this website",
        "Anybody can read it there, and search engines find it. Without this we cannot take the story.",
        "this website",
    ),
    (
        "for_print",
        "You may print my story",
        "For example in a booklet, or on a poster at an event. What is printed cannot be called back.",
        "printed pages",
    ),
    (
        "for_training",
        "You may use my story in training",
        "For example in a course for peer support workers.",
        "training",
    ),
    (
        "for_media",
        "You may offer my story to the media",
        "A newspaper or a radio station may then quote it. We never pass on how to reach you.",
        "the media",
    ),
)
AGREED = (
    "An editor reads my story before it is shown. I can take it back at any time, by a link that needs no account. "
    "Then it is removed from this website at once. The Centre asks me again after two years where I left an email."
)


def agreed_to(uses):
    """Return the whole wording that somebody agreed to who ticked the fields ``uses``: what is kept with the story."""
    ticked = [f"{label}. {hint}" for name, label, hint, _short in USES if name in uses]
    return "\n".join([*ticked, AGREED])


def version_for_record():
    """Return how a consent record names this wording."""
    return f"Form “Share your story”, wording {VERSION}"
