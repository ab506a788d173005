"""The site's settings and menus."""

from wagtail.models import ModelLogEntry

from cms.core.models import SiteSettings
from home.models import Navigation
from pages.models import HardCopies

from ..markup import typeset
from ..reading import read
from .links import target

PAGES = {
    "safety_page": "/staying-safe-online/",
    "choosing_page": "/choosing-safely/",
    "privacy_page": "/privacy/",
    "checking_page": "/how-we-check-listings/",
}


HARD_COPIES = (
    "<p>We post copies free of charge anywhere in Australia. Ask for them online, or ring "
    '<a href="tel:0370100010">(03)\u00a07010\u00a00010</a>. They take about two weeks.</p>'
)


def load(ledger, found):
    """Fill settings and menus in, once, unless an editor was there first."""
    if "settings" not in ledger:
        settings = SiteSettings.load()
        if not ModelLogEntry.objects.for_instance(settings).exists():
            for name, value in read("settings").items():
                setattr(settings, name, typeset(value) if name != "email" else value)
            for name, address in PAGES.items():
                setattr(settings, name, found.get(address))
            settings.full_clean()
            settings.save()
        ledger.add("settings", settings, action="wagtail.edit")
    if "navigation" not in ledger:
        navigation = Navigation.load()
        if not ModelLogEntry.objects.for_instance(navigation).exists():
            _fill(navigation, found)
        ledger.add("navigation", navigation, action="wagtail.edit")

    if "hard copies" not in ledger:
        copies = HardCopies.load()
        if not ModelLogEntry.objects.for_instance(copies).exists():
            copies.state, copies.how_to_ask = HardCopies.State.OFFERED, HARD_COPIES
            copies.full_clean()
            copies.save()
        ledger.add("hard copies", copies, action="wagtail.edit")


def _fill(navigation, found):
    menus = read("navigation")
    navigation.main_menu = [
        ("group", {"label": typeset(entry["label"]), "links": [_link(link, found, True) for link in entry["links"]]})
        if "links" in entry
        else ("link", _link(entry, found, True))
        for entry in menus["main"]
    ]
    navigation.footer = [
        ("column", {"heading": typeset(column["heading"]), "links": [_link(link, found) for link in column["links"]]})
        for column in menus["footer"]
    ]
    navigation.legal = [("link", _link(link, found, True)) for link in menus["legal"]]
    navigation.full_clean()
    navigation.save()


def _link(entry, found, with_note=False):
    link = {"label": typeset(entry["label"]), **target(entry["to"], found)}
    return link | {"note": typeset(entry.get("note", ""))} if with_note else link
