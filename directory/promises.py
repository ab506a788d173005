"""The times that the directory promises, by the names that words of the site give them (cms.core.times_said)."""

from cms.core import kept
from cms.core.times_said import WorkingDays, register

from .models import DirectoryTexts
from .models.reading import UNCONFIRMED_AFTER
from .models.reports import KEEP_REPORT
from .models.texts import TIME_TO_READ
from .statistics import KEEP_PHRASES


def join():
    """Register them."""
    from . import currency, moderation, upkeep

    register(TIME_TO_READ, to_read)
    register("how long a link to change an entry works", lambda: upkeep.LINK_LIFE)
    register("how long a link to answer an editor works", lambda: moderation.AMEND_LIFE)
    register("how long a link to list it again works", lambda: upkeep.REOPEN_LIFE)
    register("time until we ask again", lambda: currency.ASK_AFTER)
    register("time until the second email", lambda: currency.AGAIN_AFTER)
    register("time until an entry leaves if nobody confirms it", lambda: currency.UNLIST_AFTER)
    register("time after which an entry counts as not confirmed", lambda: UNCONFIRMED_AFTER)
    register("how long we keep a report", lambda: KEEP_REPORT)
    register("how long we keep a search", lambda: KEEP_PHRASES)


def to_read():
    """Within how many working days a person reads what was sent in about an entry, as editors set it."""
    return WorkingDays(kept.get(DirectoryTexts.get_cache_attr_name(), DirectoryTexts.as_it_is).answer_in)
