"""Reading settings: what a reader may change about the look of the site, and the short code that keeps it.

The code is what the cookie ``reading`` and the script's local storage hold, for example ``text-130.theme-dark``:
only what differs from the site's own look, in one order, so that equal settings have equal codes.
"""

# The values are those of static/css/tokens.css; the first of each is the site's own look.
CHOICES = {
    "text": [
        ("", "The usual size"),
        ("115", "A little larger"),
        ("130", "Larger"),
        ("160", "Much larger"),
        ("200", "Twice the size"),
    ],
    "line": [("", "The usual"), ("loose", "More"), ("looser", "Much more")],
    "letters": [("", "The usual"), ("wide", "More"), ("wider", "Much more")],
    "width": [("", "The usual"), ("narrow", "Short lines"), ("wide", "As wide as the screen")],
    "theme": [
        ("", "As my device says"),
        ("light", "Dark letters on light"),
        ("dark", "Light letters on dark"),
        ("contrast", "Strong contrast"),
    ],
    "motion": [("", "As my device says"), ("less", "As little as possible")],
}
COOKIE = "reading"
# A year, in seconds.
COOKIE_AGE = 60 * 60 * 24 * 365
LONGEST_CODE = 120


def encode(settings):
    """Return the code of ``settings``, a dict of setting to value; what is unknown or usual is left out."""
    known = ((name, settings.get(name)) for name in CHOICES)
    return ".".join(f"{name}-{value}" for name, value in known if value and value in dict(CHOICES[name]))


def decode(code):
    """Return the settings that ``code`` holds, as a dict without unknown parts; the later of two wins."""
    settings = {}
    for part in str(code or "")[:LONGEST_CODE].split("."):
        name, _dash, value = part.partition("-")
        if value and value in dict(CHOICES.get(name, [])):
            settings[name] = value
    return settings
