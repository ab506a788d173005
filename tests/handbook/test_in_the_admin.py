"""The handbook in the admin: for everybody who is signed in, found by words, and safe."""

import re

import pytest
from django.urls import reverse

from cms.handbook import book
from cms.users.roles import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture
def reads(client, member_of):
    """Return the text of an address as a contributor sees it."""
    client.force_login(member_of("Contributors"))

    def read(address, status=200):
        answer = client.get(address)
        assert answer.status_code == status
        return answer.content.decode()

    return read


def test_every_role_reads_it_and_nobody_who_is_not_signed_in(client, member_of):
    address = reverse("handbook_task", args=["undo"])
    assert "/account/sign-in/" in client.get(address).url
    assert "/account/sign-in/" in client.get(reverse("handbook_picture", args=["bin"])).url
    for role in ROLES:
        client.force_login(member_of(role))
        assert client.get(reverse("handbook")).status_code == 200
        assert client.get(address).status_code == 200


def test_the_menu_leads_there(client, member_of):
    client.force_login(member_of("Contributors"))
    assert reverse("handbook") in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_contents_list_each_task_by_the_kind_of_work(reads):
    page = reads(reverse("handbook"))
    for group in book.contents():
        anchor = re.search(rf'<h2 id="([^"]+)"[^>]*>{group.title}</h2>', page)[1]
        assert f'<a href="#{anchor}">{group.title}</a>' in page
    for entry in book.entries():
        assert f'<a href="{entry.url}">{entry.title}</a>' in page


def test_every_task_is_shown_with_its_parts_and_the_tasks_before_and_after(reads):
    every = book.entries()
    for place, entry in enumerate(every):
        page = reads(entry.url)
        assert f"{entry.title}</h1>" in page
        for anchor, _words in book.read(entry).headings:
            assert f'href="#{anchor}"' in page
            assert f'<h2 id="{anchor}">' in page
        assert (f'href="{every[place - 1].url}" rel="prev"' in page) == (place > 0)
        assert (place + 1 < len(every)) == ('rel="next"' in page)
        assert ".md" not in page.split("handbook-words")[1].split("handbook-turn")[0]


def test_a_task_is_found_by_words_of_its_title_first_and_of_its_text(reads):
    page = reads(reverse("handbook") + "?q=HELP+line")
    assert page.index(reverse("handbook_task", args=["help-lines"])) < page.index(
        reverse("handbook_task", args=["publish-a-story"])
    )
    assert reverse("handbook_task", args=["post-printed-copies"]) not in page
    assert "No page has “wombat&lt;b&gt;”" in reads(reverse("handbook") + "?q=wombat<b>")


def test_a_picture_of_a_task_is_served_and_no_other_file(client, member_of):
    client.force_login(member_of("Contributors"))
    picture = sorted(book.PICTURES.glob("*.png"))[0].stem
    answer = client.get(reverse("handbook_picture", args=[picture]))
    assert answer.headers["Content-Type"] == "image/png"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert client.get(reverse("handbook_picture", args=["no-such-picture"])).status_code == 404
    assert client.get(reverse("handbook_task", args=["no-such-task"])).status_code == 404


def test_html_of_a_file_shows_as_it_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(book, "FOLDER", tmp_path)
    (tmp_path / "risky.md").write_text("# Risky\n\nA <script>alert(1)</script> and [a link](javascript:alert(1)).\n")
    html = book.read(book.Entry("risky", "Risky", "never")).html
    assert "<script" not in html
    assert "href" not in html
