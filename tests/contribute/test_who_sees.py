"""Who has no right to read what people sent in meets it on no screen of the admin: lists, choosers, reports, search."""

import pytest
from django.urls import get_resolver, reverse
from wagtail.models import Site

from cms.intake.models import Sender
from contribute.models import Contribution, PageOpinion
from contribute.newsletter.models import Subscriber
from directory.models import NotListed
from tests.contribute.newsletter.making import an_issue, reader

from .filled import EMAIL, FIRST, FORMS, TOLD
from .telling import EMAIL as TELLERS_EMAIL
from .test_desk import MAY_READ

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
# Screens of one's own account, made-up errors, and what is no screen.
NOT_LOOKED_AT = ("logout", "test404", "failwhale", "login", "password_reset", "sprite", "jsi18n", "dismissibles", ".*")


def addresses():
    """Yield every address of the admin that needs no number."""

    def below(patterns, path):
        for pattern in patterns:
            here = path + str(pattern.pattern).lstrip("^").rstrip("$")
            if hasattr(pattern, "url_patterns"):
                yield from below(pattern.url_patterns, here)
            else:
                yield f"/{here}"

    for address in sorted(set(below(get_resolver().url_patterns, ""))):
        is_left_out = set("<(") & set(address) or any(part in address for part in NOT_LOOKED_AT)
        if address.startswith("/admin/") and not is_left_out:
            yield address


@pytest.fixture
def everything_sent(sent):
    """One contribution of each kind, a reader of the newsletter, a draft issue, a comment, a wish not to be listed."""
    for kind in FORMS:
        FIRST.get(kind, bool)()
        sent(kind)
    reader(EMAIL, name=f"Quoll {TOLD}")
    an_issue(subject=f"Draft {TOLD}")
    home = Site.objects.get(is_default_site=True).root_page
    PageOpinion.objects.create(page=home, is_useful=False, comment=f"Too long {TOLD}", token_hash="x")
    NotListed.objects.create(name=f"Rivers {TOLD}", why=TOLD)
    Sender.objects.create(email=TELLERS_EMAIL)


def test_contributors_meet_nothing_that_was_sent_in_on_any_screen(client, member_of, everything_sent):
    hidden = {TOLD, EMAIL, TELLERS_EMAIL, f"Reader {Subscriber.objects.get().pk}"}
    hidden |= {one.reference for one in Contribution.objects.all()}
    client.force_login(member_of("Contributors"))
    looked_at = 0
    for address in addresses():
        page = client.get(address)
        if page.status_code != 200:
            assert page.status_code in {302, 400, 403, 404, 405}, (address, page.status_code)
            continue
        looked_at += 1
        text = b"".join(page).decode("utf-8", "replace")
        assert not [word for word in hidden if word in text], address
    assert looked_at > 40


@pytest.mark.parametrize("role", ["Editors", "Inbox staff"])
def test_choosers_and_the_sites_history_show_no_more_than_the_lists_do(client, member_of, everything_sent, role):
    reads_addresses = role == "Inbox staff"
    client.force_login(member_of(role))
    mine = {kind for kind, roles in MAY_READ.items() if role in roles}
    hidden = {one.reference for one in Contribution.objects.exclude(kind__in=mine)}
    if not reads_addresses:
        hidden |= {EMAIL, f"Reader {Subscriber.objects.get().pk}"}
    choosers = [address for address in addresses() if "/choose" in address or "/snippets/" in address]
    history = [reverse("wagtailadmin_reports:site_history"), reverse("wagtailadmin_home")]
    for address in [*choosers, *history]:
        page = client.get(address)
        text = b"".join(page).decode("utf-8", "replace") if page.status_code == 200 else ""
        assert not [word for word in hidden if word in text], address
    listed = client.get(reverse("wagtailsnippetchoosers_newsletter_subscriber:choose"))
    assert (listed.status_code == 200) is reads_addresses


@pytest.mark.parametrize("name", ["chosen", "chosen_multiple"])
def test_what_a_chooser_does_not_list_is_not_handed_out_by_its_number(client, member_of, name):
    pk = reader(EMAIL).pk
    address = reverse(f"wagtailsnippetchoosers_newsletter_subscriber:{name}", args=[pk] if name == "chosen" else [])
    client.force_login(member_of("Contributors"))
    page = client.get(address, {"id": pk})
    assert f"Reader {pk}" not in page.content.decode()
    client.force_login(member_of("Inbox staff"))
    assert f"Reader {pk}" in client.get(address, {"id": pk}).content.decode()
