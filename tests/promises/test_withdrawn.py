"""Promise 4: what is taken back is gone from everything that the site gives out, at once."""

from html import unescape

from tests.directory.factories import make_service
from tests.pages.factories import StoryFactory


def text_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    # As people read it: addresses are written as references (docs/decisions/0010).
    return unescape(content.decode("utf-8", "replace"))


def test_promise_4_what_is_unpublished_leaves_every_page_at_once(client, db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        service = make_service("Zephyrword table")
        story = StoryFactory(title="Zephyrword story")
    outputs = ["/", "/directory/", "/directory/?q=zephyrword", "/search/?q=zephyrword", "/search/suggest/?q=zephyr"]
    outputs += ["/feeds/stories/", "/feeds/directory/", "/sitemap-pages.xml", "/sitemap-services.xml"]
    outputs += [story.get_parent().url, story.url, service.get_absolute_url()]
    assert "Zephyrword table" in text_of(client.get("/directory/?q=zephyrword"))
    assert story.url in text_of(client.get("/search/?q=zephyrword"))
    with django_capture_on_commit_callbacks(execute=True):
        service.unpublish()
        story.unpublish()
    for address in outputs:
        text = text_of(client.get(address))
        assert "Zephyrword" not in text, address
        if address.startswith(("/feeds/", "/sitemap")):
            assert not any(path in text for path in (story.url, service.get_absolute_url())), address
    assert client.get(service.get_absolute_url()).status_code == 404
    assert client.get(story.url).status_code == 404
