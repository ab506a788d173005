"""The sample site for a small run: a copy of the one that the workers of a test run share."""

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from .. import migrated
from ..browser.served.places import survey
from ..servers import shared_site
from .sites import Site


class Copied(Site):
    """A Site that copies the database and the files of another one, and makes nothing itself."""

    def __init__(self, var):
        super().__init__()
        self.other = var

    def prepare(self):
        var = self.folder / "var"
        var.mkdir()
        with (
            contextlib.closing(sqlite3.connect(self.other / "site.sqlite3")) as source,
            contextlib.closing(sqlite3.connect(var / "site.sqlite3")) as copy,
        ):
            source.backup(copy)
        shutil.copytree(self.other / "media", var / "media")
        (var / "static").symlink_to(self.other / "static")


@pytest.fixture
def open_site(shared_folder):
    """Open a Site for a Run without making one: ``open_site(database)``, SQLite whatever is asked for."""
    shared_site(shared_folder, survey, migrated.file_of)
    var = Path(json.loads((shared_folder / "site.json").read_text())["folder"]) / "var"
    return lambda database: Copied(var)
