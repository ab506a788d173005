"""``make`` alone says everything that make can do."""

import re
import shutil
import subprocess

import pytest
from django.conf import settings

MAKEFILE = settings.BASE_DIR / "Makefile"
EXPECTED = {"run", "serve", "test", "lint", "format", "sample", "shell", "screenshots"}


@pytest.fixture(scope="module")
def listed():
    """The targets that ``make`` lists, each with its line of help."""
    if not shutil.which("make"):
        pytest.skip("not installed: make")
    output = subprocess.run(["make"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True).stdout
    return dict(re.findall(r"^  make (\S+)\s+(\S.*)$", output, re.MULTILINE))


def test_make_alone_lists_every_target_with_a_line_of_help(listed):
    phony = set(re.findall(r"^\.PHONY: (\S+)", MAKEFILE.read_text(), re.MULTILINE))
    steps_of_others = {"site"}
    assert set(listed) == phony - steps_of_others
    assert all(len(line) > 10 for line in listed.values())


def test_the_targets_that_newcomers_need_are_there(listed):
    assert set(listed) >= EXPECTED


def test_the_readme_says_both_commands_in_its_first_screen():
    first_screen = (settings.BASE_DIR / "README.md").read_text().splitlines()[:40]
    assert any("make run" in line for line in first_screen)
    assert any("make test" in line for line in first_screen)
