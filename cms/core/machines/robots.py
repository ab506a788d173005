"""robots.txt: what crawlers need not ask for, and where the sitemap is."""

from django.http import HttpResponse
from django.http.request import split_domain_port
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..models import SiteSettings
from ..page_cache import keeps
from ..site_links import absolute_url

# No crawler reaches these, and what is measured there should be what a real site sends.
THIS_MACHINE = {"127.0.0.1", "localhost", "[::1]"}

RULES = """\
User-agent: *
Disallow: /admin/
# Data for programs; /open-data/ explains it to people.
Disallow: /api/
# Forms: their first page is for everybody, what follows holds somebody’s answers under a key.
Allow: /directory/add/$
Disallow: /directory/add/
Allow: /contribute/story/$
Disallow: /contribute/story/
Disallow: /directory/update/
Disallow: /directory/*/update/
Disallow: /directory/*/report/
Disallow: /directory/report/
# What somebody searched for is no page, and there is no end of combined filters.
Disallow: /search/?
Disallow: /search/suggest/
Disallow: /directory/?*&
"""


def is_test_site(request):
    """Whether this is a sample or a test site that others can reach: its made-up stories must not be found by search.

    Editors say so by the line at the foot of every page (``SiteSettings.sample_notice``).
    """
    host, _port = split_domain_port(request.get_host())
    return host not in THIS_MACHINE and bool(SiteSettings.load(request_or_site=request).sample_notice)


@require_safe
@keeps()
def robots(request):
    """Return the rules for crawlers; a test site keeps them all out."""
    rules = "User-agent: *\nDisallow: /\n" if is_test_site(request) else RULES
    text = f"{rules}\nSitemap: {absolute_url(reverse('sitemap'))}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
