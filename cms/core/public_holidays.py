"""Public holidays of Victoria: days on which a group may not meet, though its times say so."""

from functools import lru_cache


@lru_cache(maxsize=8)
def _of_year(year):
    # Loaded when first asked for: most pages need none of it.
    import holidays

    return dict(holidays.country_holidays("AU", subdiv="VIC", language="en_AU", years=year))


def name_of(date):
    """Return the name of the public holiday that ``date`` is in Victoria, or ''.

    Some are computed by rule and can be moved by the government, or by a council: a reason to ask, not to stay away.
    """
    return _of_year(date.year).get(date, "")
