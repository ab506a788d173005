"""Reading settings: what a reader may change about the look of the site, and the short code that keeps it.

The code is what the cookie ``reading`` and the script's local storage hold, for example ``text-130.theme-dark``:
only what differs from the site's own look, in one order, so that equal settings have equal codes.
"""

# The values are those of static/css/tokens.css; the first of each is the site's own look. The words are short:
# two lists stand side by side in the panel of a phone.
CHOICES = {
    "text": [
        ("", "Usual"),
        ("115", "A bit larger"),
        ("130", "Larger"),
        ("160", "Much larger"),
        ("200", "Twice as big"),
    ],
    "line": [("", "Usual"), ("loose", "More"), ("looser", "Much more")],
    "letters": [("", "Usual"), ("wide", "More"), ("wider", "Much more")],
    "width": [("", "Usual"), ("narrow", "Short lines"), ("wide", "Full width")],
    "theme": [("", "Automatic"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast")],
    "motion": [("", "Automatic"), ("less", "None")],
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


def code_of(request):
    """Return the code of what the reader of ``request`` has set, in the one form that equal settings have; '' for nothing."""
    kept = request.COOKIES.get(COOKIE, "")
    return encode(decode(kept)) if kept else ""
