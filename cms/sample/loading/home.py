"""The home page's words and sections."""

from home.models import HomePage

from ..markup import to_html, typeset
from ..reading import read
from .links import anchors, target


def load(ledger, found):
    """Fill the home page in, once, unless an editor was there first."""
    page = HomePage.objects.order_by("path").first()
    if page is None or "home" in ledger:
        return
    if page.latest_revision_id is None:
        content = read("home")
        page.teaser = typeset(content["teaser"])
        page.search_description, page.owner = "", ledger.user
        page.hero_title, page.hero_intro = typeset(content["hero_title"]), typeset(content["hero_intro"])
        page.ways_in = [("link", _link(link, found)) for link in content["ways_in"]]
        page.sections = [(section["type"], _section(section, found)) for section in content["sections"]]
        page.save()
        page.save_revision(user=ledger.user).publish(user=ledger.approver, skip_permission_checks=True)
    ledger.add("home", page, action="wagtail.publish")


def _section(section, found):
    """The value of one section: words are typeset, ``link``, ``primary`` and the like become links."""
    value = {}
    for name, given in section.items():
        if name == "type":
            continue
        if name == "text":
            value[name] = to_html(given, anchors(found, {}))
        elif name in {"link", "primary", "secondary"}:
            value[name] = _link(given, found)
        elif name in {"doors", "columns"}:
            value[name] = [_section(row | _to(row, found), found) for row in given]
        elif isinstance(given, str) and name not in {"listing", "tool", "url"}:
            value[name] = typeset(given)
        else:
            value[name] = given
    value.pop("to", None)
    return value


def _to(row, found):
    return target(row["to"], found) if "to" in row else {}


def _link(given, found):
    return {"label": typeset(given["label"]), **target(given["to"], found)}
