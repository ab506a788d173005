"""The texts of the sample: TOML files under ``content/``, read as they stand."""

import tomllib
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
CONTENT = HERE / "content"
FILES = HERE / "files"
IMAGES = HERE / "images"


@cache
def read(name):
    """Return what ``content/<name>.toml`` holds, as a dict that callers must not change."""
    with (CONTENT / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def read_folder(name):
    """Return the dicts of all TOML files in ``content/<name>/``, in the order of their file names."""
    return [read(f"{name}/{path.stem}") for path in sorted((CONTENT / name).glob("*.toml"))]


def services():
    """Return the dicts of all services that the sample lists, in the order of the files."""
    folder = sorted(path for path in (CONTENT / "services").glob("*.toml") if path.stem != "pending")
    return [service for path in folder for service in read(f"services/{path.stem}")["service"]]
