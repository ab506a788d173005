"""How long the directory keeps what people write about entries, for the page that says so of everything."""

from cms.intake.keeping import Kept

from .contact_requests import KEEP_DECIDED
from .models.reports import KEEP_REPORT
from .moderation import KEEP_DECLINED
from .statistics import KEEP_PHRASES


def rows(user):
    return [
        Kept("Reports of a problem with an entry", KEEP_REPORT.days, "they are dealt with"),
        Kept("Entries that we did not publish", KEEP_DECLINED.days, "they are declined"),
        Kept("Who looked after an entry before", KEEP_DECIDED.days, "it is decided"),
        Kept("What people searched for in the directory", KEEP_PHRASES.days, "they did, without who"),
    ]
