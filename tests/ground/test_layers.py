"""Imports run one way: what lies below knows nothing of what stands on it."""

import ast

import pytest
from django.conf import settings

# Each may import what stands left of it. What is not here (cms.urls, cms.settings) stands on everything.
LAYERS = [
    "cms.core",
    "cms.intake",
    "cms.signin",
    "cms.desk",
    "cms.upkeep",
    "cms.careful",
    "cms.handbook",
    "home",
    "pages",
    "directory",
    "contribute",
    "community",
]
BESIDE = {"cms.users": {"cms.core"}, "cms.media": {"cms.core"}, "search": {"cms.core", "home"}}
# The kernel's models name the image model; both are ours and neither names a page type.
GROUND = {"cms.users", "cms.media", "cms.formats"}


def allowed_for(package):
    """Return the project's packages that ``package`` may import, itself among them."""
    if package in BESIDE:
        return BESIDE[package] | GROUND | {package}
    return set(LAYERS[: LAYERS.index(package) + 1]) | GROUND


def package_of(module):
    """Return which of the project's packages a dotted name belongs to, or None."""
    known = [*LAYERS, *BESIDE, "cms.sample", "cms.design"]
    return next((name for name in known if module == name or module.startswith(name + ".")), None)


def imports(path):
    """Yield the dotted names that a Python file imports, relative ones spelled out."""
    parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(parts[: -node.level]) if node.level else ""
            module = ".".join(filter(None, [base, node.module]))
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def folder_of(package):
    return settings.BASE_DIR.joinpath(*package.split("."))


@pytest.mark.parametrize("package", [name for name in [*LAYERS, *BESIDE] if folder_of(name).exists()])
def test_a_package_imports_only_what_lies_below_it(package):
    wrong = sorted(
        f"{path.relative_to(settings.BASE_DIR)}: {module}"
        for path in folder_of(package).rglob("*.py")
        for module in imports(path)
        if (package_of(module) or package) not in allowed_for(package)
    )
    assert wrong == []


def test_no_module_has_a_name_that_says_nothing():
    names = {"utils", "helpers", "misc", "common"}
    roots = [folder_of(name) for name in [*LAYERS, *BESIDE, "cms.sample", "cms.design"]] + [settings.BASE_DIR / "tests"]
    assert [str(path) for root in roots for path in root.rglob("*.py") if path.stem in names] == []


def test_no_module_is_too_long_to_be_read_at_once():
    roots = [folder_of(name) for name in [*LAYERS, *BESIDE, "cms.sample", "cms.design"]]
    files = [path for root in roots for path in root.rglob("*.py") if "migrations" not in path.parts]
    assert [str(path) for path in files if len(path.read_text().splitlines()) > 400] == []
