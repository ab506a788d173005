"""Content notes in words."""

LEAD = "Talks about "


def in_one_line(names):
    """Return content notes in one line: ``Talks about suicide, a hospital stay``; '' where there are none."""
    first, *others = names or [""]
    return ", ".join([first, *(name.removeprefix(LEAD) for name in others)])
