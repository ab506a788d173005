"""What only the sample site itself knows: ``python -m tests.browser.served.ground``, run with its settings and data.

Reads a list of addresses. Prints JSON: ``kinds``, what is at each of them; ``tools``, the names of all addresses that
are not pages of the tree; ``types``, the page types that have a public page; ``made``, addresses that only a person
in the middle of a form has; ``html``, the HTML of pages that no address leads to, or only once.
"""

import copy
import json
import sys
from urllib.parse import urlsplit

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core import signing  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.urls import get_resolver, resolve  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from cms.core import broken  # noqa: E402
from cms.core.models import BasePage  # noqa: E402
from cms.intake.long_forms import Addresses  # noqa: E402
from cms.intake.models import AccessLink, Draft, Sender  # noqa: E402
from cms.intake.typed import File, Typed  # noqa: E402
from directory import moderation, reports, shortlist  # noqa: E402
from directory.models import ListingContact, Service  # noqa: E402
from directory.submit_forms import ORDER, SendForm  # noqa: E402
from directory.views.reporting import RECEIPT_SALT as REPORT_SALT  # noqa: E402
from directory.views.submitting import RECEIPT_SALT, entry_form  # noqa: E402
from directory.views.upkeep import RECEIPT_SALT as CONTACT_SALT  # noqa: E402
from home import error_pages  # noqa: E402
from pages.models import ResearchPage, ResourcePage  # noqa: E402
from tests.directory.conftest import ANSWERS  # noqa: E402

from . import newsletter, sent_in, told  # noqa: E402

PUBLIC_APPS = ("contribute", "directory", "home", "hsds", "newsletter", "search")


def kind_of(address):
    """Return what is at ``address``: the class of a page, else the name of the address."""
    match = resolve(address)
    if match.view_name != "wagtail_serve":
        return match.view_name
    root = Site.objects.get(is_default_site=True).root_page
    parts = address.strip("/").split("/")
    paths = {f"{root.url_path}{'/'.join(parts[:end])}/": end for end in range(1, len(parts) + 1)} | {root.url_path: 0}
    page = Page.objects.filter(url_path__in=paths).order_by("-depth").first()
    # What a page answers below itself is a kind of its own.
    below = "/".join(parts[paths[page.url_path] :])
    return page.specific_class.__name__ + (f", {below}" if below else "")


def tools():
    """Return the name of each address that the public apps serve."""
    return sorted(f"{app}:{name}" for app in PUBLIC_APPS for name in names_in(app))


def names_in(app):
    _prefix, resolver = get_resolver().namespace_dict[app]
    return {name for name in resolver.reverse_dict if isinstance(name, str)}


def types():
    """Return the names of the page types that have a page to read."""
    found = Page.objects.live().public().specific(defer=True)
    return sorted({type(page).__name__ for page in found if isinstance(page, BasePage)})


def made():
    """Begin a few forms, as a service would, and return the addresses of their pages by name."""
    service = Service.objects.listed().order_by("pk").first()
    _draft, empty = Draft.start("directory-add")
    draft, filled = Draft.start("directory-add", answers=copy.deepcopy(ANSWERS))
    to_return = draft.save_for_later()
    alike = copy.deepcopy(ANSWERS)
    alike["about"]["service_name"] = service.name
    _draft, alike = Draft.start("directory-add", answers=alike)
    sender = Sender.objects.create(email="made@example.org")
    ListingContact.objects.create(service=service, sender=sender)
    _link, usable = AccessLink.make(moderation.UPDATE, service.uuid, sender)
    used_link, used = AccessLink.make(moderation.UPDATE, service.uuid, sender)
    used_link.use()
    report = reports.receive(service, ["unsafe"], "", "", "made-report")
    add = "/directory/add"
    return {
        **{f"empty {step}": f"{add}/{empty}/{step}/" for step in ORDER},
        **{f"filled {step}": f"{add}/{filled}/{step}/" for step in ORDER},
        "empty place": f"{add}/{empty}/places/1/",
        "filled place": f"{add}/{filled}/places/1/",
        "check": f"{add}/{filled}/check/",
        "delete": f"{add}/{filled}/delete/",
        "save": f"{add}/{filled}/save/",
        "return": f"{add}/{to_return}/return/",
        "yours": f"{add}/{alike}/yours/",
        "preview": f"{add}/{filled}/preview/",
        "sent": f"{add}/sent/{signing.dumps('ABCD-2345', salt=RECEIPT_SALT)}/",
        "gone": f"{add}/no-such-key-at-all/check/",
        **picked(),
        **sent_in.made(),
        **newsletter.made(),
        **told.made(),
        "a shared list": shortlist.address_of(list(Service.objects.listed().order_by("pk")[:6])),
        "update request": f"/directory/{service.slug}/update/",
        "report": f"/directory/{service.slug}/report/",
        "report sent": f"/directory/report/sent/{signing.dumps(report.reference, salt=REPORT_SALT)}/",
        "update": f"/directory/update/{usable}/",
        "pause": f"/directory/update/{usable}/pause/",
        "close": f"/directory/update/{usable}/close/",
        "people": f"/directory/update/{usable}/people/",
        "people sent": f"/directory/update/sent/{signing.dumps('ABCD-2345', salt=CONTACT_SALT)}/",
        "stranger": f"/directory/{service.slug}/update/somebody-else/",
        "which is yours": "/directory/update/",
        "update used": f"/directory/update/{used}/",
        "update unknown": "/directory/update/no-such-key-at-all/",
    }


def picked():
    """Return the addresses of pages made of what a reader picked, by name: all of it and one thing that is gone."""

    def query(model):
        pks = [*model.objects.live().public().order_by("pk").values_list("pk", flat=True), 999_999]
        return "&".join(f"pick={pk}" for pk in pks)

    papers = query(ResearchPage)
    return {
        "research to cite": f"/research/cite/?{papers}",
        "research to cite, numbered": f"/research/cite/?style=vancouver&{papers}",
        "a kit": f"/resources/kit/?{query(ResourcePage)}",
    }


def html():
    """Return the HTML of error pages, and of pages that are there only right after something was sent."""
    request = RequestFactory().get("/", headers={"Host": settings.ALLOWED_HOSTS[0]})
    service = Service.objects.listed().order_by("pk").first()
    typed = Typed((("service_name", "Tuesday Table"),), (File("photo", "garden.jpg"),))
    pages = {
        "403": ("403.html", {}),
        "429": ("429.html", {"minutes": 10, "typed": typed}),
    }
    pages["429, nothing kept"] = ("429.html", {"minutes": 10, "typed": Typed()})
    pages["refused"] = ("intake/refused.html", {"typed": typed})
    draft = Draft.objects.exclude(return_hash=None).first()
    given = {"draft": draft, "key": "A" * 22, "at": Addresses(entry_form, "A" * 22), "on": "/directory/add/"}
    pages["form saved"] = ("intake/long/saved.html", given)
    for what in ("confirmed", "paused", "opened", "closed"):
        given = {"what": what, "service": service, "token": "A" * 22}
        pages[f"done, {what}"] = ("directory/update/done.html", given)
    pages["list again"] = ("directory/update/reopen.html", {"service": service, "form": SendForm()})
    pages["draft deleted"] = ("intake/long/deleted.html", {})
    pages |= sent_in.html() | newsletter.html() | told.html()
    pages["link asked for"] = ("directory/update/asked.html", {"service": service})
    made = error_pages.pages()
    # Nobody sees it with its gap.
    inside = render_to_string("intake/not_saved.html", {"typed": typed})
    made["not saved"] = made.pop("not-saved").replace(broken.GAP, inside)
    return made | {
        name: render_to_string(template, given, request=request) for name, (template, given) in pages.items()
    }


if __name__ == "__main__":
    addresses = json.load(sys.stdin)
    made_here = made()
    addresses += (urlsplit(address).path for address in made_here.values())
    answer = {"kinds": {address: kind_of(address) for address in addresses}, "tools": tools(), "types": types()}
    json.dump(answer | {"made": made_here, "html": html()}, sys.stdout)
