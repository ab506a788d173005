"""What is installed is what is written down, to the last release."""

import re
from importlib import metadata

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

PINNED = re.compile(r"^[A-Za-z0-9_.\-]+(\[[a-z0-9,]+\])?==[0-9][A-Za-z0-9.]*( ; .+)?$")


def requirement_lines(name):
    lines = (line.split("#")[0].strip() for line in (settings.BASE_DIR / name).read_text().splitlines())
    return [line for line in lines if line and not line.startswith("-r ")]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_exactly(name):
    assert [line for line in requirement_lines(name) if not PINNED.match(line)] == []


def test_everything_that_the_requirements_bring_along_is_pinned_too():
    pinned = {
        canonicalize_name(Requirement(line).name)
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in requirement_lines(name)
    }
    missing = set()
    for name in pinned:
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # only for other releases of Python
        for need in map(Requirement, needs):
            if not need.marker or need.marker.evaluate({"extra": ""}):
                missing |= {canonicalize_name(need.name)} - pinned
    assert missing == set()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_everything_that_is_pinned_runs_on_the_oldest_python_that_we_promise(name):
    too_new = {}
    for pinned in (Requirement(line).name for line in requirement_lines(name)):
        try:
            needs = metadata.metadata(pinned)["Requires-Python"]
        except metadata.PackageNotFoundError:
            continue  # only for other releases of Python
        if needs and not SpecifierSet(needs).contains("3.11.0"):
            too_new[pinned] = needs
    assert too_new == {}
