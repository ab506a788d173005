"""What is sent to a reader: small, its own, and nothing that the content policy would refuse."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
PUBLIC = [path for path in TEMPLATES if "wagtailadmin" not in path.parts and "admin" not in path.parts]
# A mail has no content policy and no style sheet of ours to ask for: what it looks like, it carries itself.
PAGES = [path for path in PUBLIC if "email" not in path.parts]


def kilobytes(paths, squeeze=False):
    return sum(len(brotli.compress(p.read_bytes())) if squeeze else p.stat().st_size for p in paths) / 1024


def test_every_address_in_a_style_sheet_is_a_file_of_ours(static_root):
    found = 0
    for sheet in (static_root / "css").glob("*.css"):
        for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text(encoding="utf-8")):
            found += 1
            assert not address.startswith(("http", "//", "/", "data:")), address
            assert (sheet.parent / address).resolve().is_file(), address
    assert found


def test_the_two_fonts_weigh_at_most_60_kilobytes_and_have_their_licences(static_root):
    assert kilobytes((static_root / "fonts").glob("*.woff2")) <= 60
    assert len(list((static_root / "fonts").glob("OFL*.txt"))) == len(list((static_root / "fonts").glob("*.woff2")))


def test_nothing_moves_but_colour_and_that_stops_for_whoever_asked_for_less(static_root):
    """Opacity and colour only, 150 ms at most; --quick is nothing where a reader or their system says so."""
    styles = "".join(sheet.read_text(encoding="utf-8") for sheet in (static_root / "css").glob("*.css"))
    assert not re.search(r"@keyframes|animation(-name)?:|scroll-behavior:\s*smooth", styles)
    moves = re.findall(r"transition:([^;]+);", styles)
    assert len(moves) >= 3
    for each in (part.strip() for move in moves for part in move.split(",")):
        assert re.fullmatch(r"(color|background-color|border-color|opacity) var\(--quick\)", each), each
    assert int(re.search(r"--quick: (\d+)ms", styles)[1]) <= 150
    for asked in (r'\[data-motion="less"\]', r"@media \(prefers-reduced-motion: reduce\) \{ :root"):
        assert re.search(asked + r" \{ --quick: 0ms; \}", styles), asked


def test_all_scripts_together_weigh_at_most_20_kilobytes(static_root):
    assert kilobytes((static_root / "js").glob("*.js"), squeeze=True) <= 20


def test_the_script_before_the_first_paint_is_at_most_a_kilobyte(static_root):
    assert (static_root / "js" / "reading-first.js").stat().st_size <= 1024


def sheets_linked_by(path):
    return set(re.findall(r"{% static [\"']css/([\w-]+\.css)", path.read_text(encoding="utf-8")))


COMMON = settings.BASE_DIR / "templates" / "components" / "styles.html"
KINDS_OF_PAGE = [path for path in PUBLIC if sheets_linked_by(path)]


@pytest.mark.parametrize("path", KINDS_OF_PAGE, ids=lambda path: path.stem)
def test_the_style_sheets_of_a_page_weigh_at_most_20_kilobytes_on_the_way(path, static_root):
    sheets = sheets_linked_by(COMMON) | sheets_linked_by(path)
    assert kilobytes(static_root / "css" / name for name in sorted(sheets)) > 10
    assert kilobytes((static_root / "css" / name for name in sorted(sheets)), squeeze=True) <= 20


def test_each_style_sheet_is_linked_by_some_page(static_root):
    linked = {name for path in PUBLIC for name in sheets_linked_by(path)}
    assert linked == {path.name for path in (static_root / "css").glob("*.css")}


# Names that are put together from a word: chip-{{ tone }}, map-{size} and the like.
COMPOSED = re.compile(r"(?:chip|map|notice|finder|btn)-[a-z-]+|mt-\d")


def test_every_class_in_a_style_sheet_is_used_somewhere(css):
    sources = [
        settings.BASE_DIR / folder
        for folder in ("templates", "static/js", "cms", "home", "pages", "directory", "search")
    ]
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in sources
        for kind in ("*.html", "*.js", "*.py")
        for path in folder.rglob(kind)
    )
    words = set(re.findall(r"[\w-]+", text))
    selectors = re.sub(r"/\*.*?\*/|\"[^\"]*\"|{[^{}]*}", " ", css, flags=re.DOTALL)
    classes = set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))
    assert classes
    assert not sorted(name for name in classes - words if not COMPOSED.fullmatch(name))


def scripts_linked_by(path):
    """Return the scripts that a template links, and what it extends."""
    text = path.read_text(encoding="utf-8")
    parent = re.search(r"{% extends \"([^\"]+)", text)
    own = set(re.findall(r"{% static '(?:js/)([\w-]+\.js)", text))
    return own | (scripts_linked_by(settings.BASE_DIR / "templates" / parent[1]) if parent else set())


@pytest.mark.parametrize("path", KINDS_OF_PAGE, ids=lambda path: path.stem)
def test_what_a_page_loads_fits_in_a_hundred_kilobytes(path, static_root):
    sheets = sheets_linked_by(COMMON) | sheets_linked_by(path)
    fonts = kilobytes((static_root / "fonts").glob("*.woff2"))
    rest = kilobytes((static_root / "css" / name for name in sorted(sheets)), squeeze=True)
    rest += kilobytes((static_root / "js" / name for name in sorted(scripts_linked_by(path))), squeeze=True)
    assert fonts + rest <= 88  # leaves twelve for the page itself


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(settings.BASE_DIR / "templates")))
def test_a_template_has_no_inline_script_style_or_handler(path):
    text = re.sub(r"{%.*?%}|{#.*?#}", "", path.read_text(encoding="utf-8"))
    assert not re.search(r"<[^>]*\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<[a-z][^>]*\son[a-z]+\s*=", text)
    for opening, body in re.findall(r"(<script\b[^>]*>)(.*?)</script>", text, re.DOTALL):
        assert "src=" in opening, opening
        assert not body.strip()


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(settings.BASE_DIR / "templates")))
def test_a_template_asks_no_other_host_for_anything(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<(?:script|img|iframe|source|video|audio)\b[^>]*\s(?:src|srcset)=[\"'](?:https?:)?//", text)
    assert not re.search(r"<link\b(?![^>]*canonical)[^>]*href=[\"'](?:https?:)?//", text)


def test_the_style_sheets_use_layers_and_no_colour_outside_the_tokens(static_root):
    for name in ("base", "chrome", "components", "forms", "content", "pages"):
        text = (static_root / "css" / f"{name}.css").read_text(encoding="utf-8")
        outside = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        assert "@layer" in outside
        for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b", outside):
            # Black and white of the exit cover, the text on a selection, the shadow of the open sub-menu.
            assert colour in {"#ffffff", "#0b0c0c", "#1d2b30", "#073b4540", "#000000"}, (name, colour)


def test_every_custom_property_that_is_used_is_set(css):
    used = set(re.findall(r"var\((--[\w-]+)", css))
    made = set(re.findall(r"(--[\w-]+)\s*:", css))
    assert used <= made


def test_nothing_is_set_in_letters_under_sixteen_pixels(static_root):
    for sheet in (static_root / "css").glob("*.css"):
        if sheet.name == "print.css":
            continue
        for value in re.findall(r"font-size:\s*([\d.]+)rem", sheet.read_text(encoding="utf-8")):
            assert float(value) >= 1, (sheet.name, value)


def test_no_file_of_the_look_is_longer_than_four_hundred_lines(static_root):
    for path in [*static_root.rglob("*.css"), *static_root.rglob("*.js"), *PUBLIC]:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path


def test_every_component_says_what_it_takes():
    for path in (settings.BASE_DIR / "templates" / "components").glob("*.html"):
        assert path.read_text(encoding="utf-8").startswith("{# "), path.name


def test_email_is_one_word_wherever_readers_and_editors_meet_it():
    """As the Australian Government Style Manual has it. Migrations keep what they said."""
    root = settings.BASE_DIR
    found = [
        path.relative_to(root)
        for folder in ("templates", "cms", "directory", "home", "pages", "search")
        for path in (root / folder).rglob("*")
        if path.suffix in {".html", ".txt", ".toml", ".py"} and "migrations" not in path.parts
        if re.search(r"\be-mail", path.read_text(), re.IGNORECASE)
    ]
    assert found == []
