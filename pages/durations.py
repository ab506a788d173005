"""Lengths of time as people say them."""

WORDS_A_MINUTE = 200


def minutes_to_read(texts):
    """Return how many minutes ``texts``, strings, take to read: a whole number, at least 1."""
    return max(1, round(sum(len(str(text).split()) for text in texts) / WORDS_A_MINUTE))


def in_words(minutes):
    """Return ``minutes`` (a whole number, 1 or more) as words: ``45 minutes``, ``1 hour``, ``2 and a half hours``.

    Past an hour and a half the answer is to the nearest half hour: it is an estimate, and reads like one.
    """
    if minutes < 60:
        return "1 minute" if minutes == 1 else f"{minutes} minutes"
    if minutes < 90 and minutes % 60:
        rest = minutes % 60
        return f"1 hour {rest} minutes" if rest != 1 else "1 hour 1 minute"
    halves = max(2, int(minutes / 30 + 0.5))
    hours, half = divmod(halves, 2)
    if half:
        return f"{hours} and a half hours" if hours > 1 else "an hour and a half"
    return "1 hour" if hours == 1 else f"{hours} hours"
