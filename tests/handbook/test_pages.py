"""The handbook's files: each task has the same parts, in short sentences and plain words, and nothing in it leads nowhere."""

import io
import re

import pytest
from PIL import Image

from cms.core.readability import grade, sentences, words
from cms.handbook import book
from cms.users.roles import EXPLAINED, ROLES

from .editor import smaller
from .pages_of import PARTS, names_in_bold, pictures_in, source, tasks, words_alone

LONGEST = 20  # words in a sentence
YEAR = 7  # of school
BIGGEST = 60_000  # bytes of a picture


def every(test):
    return pytest.mark.parametrize("entry", tasks(), ids=lambda entry: entry.slug)(test)


def test_the_contents_name_each_file_once_and_begin_with_the_first_half_hour():
    files = {path.stem for path in book.FOLDER.glob("*.md")} - {"README"}
    listed = [entry.slug for group in book.contents() for entry in group.entries]
    assert sorted(listed) == sorted(files)
    first = book.contents()[0]
    assert first.title == book.FIRST
    assert [entry.slug for entry in first.entries] == [
        "your-first-half-hour",
        "publish-a-story",
        "write-a-research-summary",
        "approve-a-service",
    ]


@every
def test_a_task_says_when_what_is_needed_the_steps_what_comes_next_and_what_can_go_wrong(entry):
    text = source(entry)
    assert text.startswith(f"# {entry.title}\n")
    assert [part for part in re.findall(r"^## (.+)$", text, re.M) if part in PARTS] == PARTS
    steps = text.split("## Steps")[1].split("\n## ")[0]
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", steps, re.M)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 3
    assert not re.findall(r"<[a-z/]", text), "HTML shows as it is written"


@every
def test_a_task_is_read_easily_by_people_who_write_letters(entry):
    text = words_alone(source(entry))
    long = [sentence for sentence in sentences(text) if len(words(sentence)) > LONGEST]
    assert long == []
    assert grade(text) <= YEAR
    for jargon in ("snippet", "slug", "revision", "queryset", "URL", "back end", "CMS", "modal"):
        assert not re.search(rf"\b{jargon}", text, re.I), jargon


@every
def test_a_task_needs_a_role_that_there_is(entry):
    needed = source(entry).split("## What you need")[1].split("\n## ")[0]
    assert any(role in needed for role in ROLES) or "any role" in needed.lower()


@every
def test_what_a_task_leads_to_and_shows_is_there(entry):
    text = source(entry)
    for shown, path in pictures_in(text):
        picture = book.FOLDER / path
        assert shown, path
        assert picture.is_file(), f"{path}: make handbook takes it"
        assert picture.stat().st_size <= BIGGEST
    for _words, address in re.findall(r"(?<!!)\[([^\]]*)\]\(([^)]+)\)", text):
        assert (book.FOLDER / address.split("#")[0]).is_file(), address


def test_every_picture_is_shown_once_somewhere():
    shown = [path for entry in tasks() for _words, path in pictures_in(source(entry))]
    assert sorted(shown) == sorted(f"pictures/{path.name}" for path in book.PICTURES.glob("*"))


def test_the_words_about_roles_are_those_that_stand_where_roles_are_given():
    text = source(book.find("invite-a-colleague"))
    for role, said in EXPLAINED.items():
        part = text.split(f"### {role}\n")[1].split("\n#")[0]
        assert tuple(line[2:] for line in part.splitlines() if line.startswith("- ")) == said


def test_each_name_in_bold_is_short_enough_to_be_a_name():
    for entry in tasks():
        for name in names_in_bold(source(entry)):
            assert len(name) <= 70, (entry.slug, name)


def test_a_picture_is_made_small_enough_for_a_page():
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    taken = io.BytesIO()
    noise.save(taken, "PNG")
    made = smaller(taken.getvalue())
    assert len(made) <= BIGGEST < len(taken.getvalue())
    assert Image.open(io.BytesIO(made)).size == (300, 300)
