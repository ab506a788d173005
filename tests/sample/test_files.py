"""The sample's files: PDFs that everyone can read, and pictures, small and always the same."""

import importlib.util
from itertools import pairwise

import pikepdf
import pytest
from PIL import Image

from cms.sample import pictures
from cms.sample.loading.files import title_of
from cms.sample.reading import FILES, IMAGES, read

ENTRIES = read("files")["file"]
PICTURES = read("pictures")["picture"]
LARGEST = 60_000
NUMBER_OF_COLOURS = 256


def name_of(entry):
    return entry["name"]


def test_every_file_that_is_listed_is_there_and_no_other():
    assert {path.stem for path in FILES.glob("*")} == {entry["name"] for entry in ENTRIES}
    assert {path.stem for path in IMAGES.glob("*")} == {entry["name"] for entry in PICTURES}
    assert set(pictures.SCENES) == {entry["name"] for entry in PICTURES}


def test_every_resource_and_module_has_a_file_that_is_there():
    have = {entry["name"] for entry in ENTRIES}
    modules = [read(f"training/{entry['module']}") for entry in ENTRIES if "module" in entry]
    wanted = {resource["file"] for resource in read("resources")["resource"]}
    wanted |= {file["file"] for module in modules for file in module["files"]}
    assert len(have) >= 13
    assert wanted <= have


@pytest.mark.parametrize("entry", ENTRIES, ids=name_of)
def test_a_file_says_its_title_language_and_structure(entry):
    path = FILES / f"{entry['name']}.pdf"
    assert path.stat().st_size < LARGEST
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo["/Title"]) == title_of(entry)
        assert str(pdf.Root.Lang) == "en-AU"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        kinds = set(kinds_of(pdf.Root.StructTreeRoot))
        assert {"/H1", "/H2", "/P", "/Document"} <= kinds
        assert all("/Annots" not in page for page in pdf.pages), "a link on paper"
        assert all(font_is_embedded(page) for page in pdf.pages)


def kinds_of(node):
    """Yield the kinds of all structure elements below ``node``."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield str(child.S)
            yield from kinds_of(child)


def font_is_embedded(page):
    fonts = page.Resources.get("/Font", {})
    descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts.values() if "/DescendantFonts" in font]
    return bool(descriptors) and all("/FontFile2" in d or "/FontFile3" in d for d in descriptors)


@pytest.mark.skipif(importlib.util.find_spec("weasyprint") is None, reason="not installed: WeasyPrint")
def test_a_file_is_the_same_each_time_it_is_made():
    try:
        from cms.sample import printing
    except OSError:
        pytest.skip("not installed: Pango")
    entry = next(entry for entry in ENTRIES if entry["name"] == "group-agreement")
    assert printing.make(entry) == printing.make(entry)


@pytest.mark.parametrize("entry", PICTURES, ids=name_of)
def test_a_picture_is_small_and_has_words_for_those_who_cannot_see_it(entry):
    path = IMAGES / f"{entry['name']}.png"
    assert path.stat().st_size < LARGEST
    with Image.open(path) as image:
        assert image.size == (pictures.WIDTH, pictures.HEIGHT)
        assert len(image.getcolors(NUMBER_OF_COLOURS)) <= pictures.COLOURS
    assert 40 <= len(entry["alt"]) <= 160
    assert not entry["alt"].lower().startswith(("image", "picture"))


@pytest.mark.parametrize("name", pictures.SCENES)
def test_a_picture_keeps_the_rules_of_the_shapes(name):
    scene = pictures.SCENES[name]
    assert sum(lit is not None for _forms, lit in scene.groups) == 1, "exactly one place is lit"
    for forms, _lit in scene.groups:
        assert len(forms) >= 2, "nobody stands alone"
        for form in forms:
            assert 0.12 <= abs(form.lean) / form.width <= 0.22
        for one, other in pairwise(forms):
            assert max(one.height, other.height) / min(one.height, other.height) >= 1.25
            assert 0.15 <= (one.right - other.left) / min(one.width, other.width) <= 0.3
        assert forms[0].lean > 0 > forms[-1].lean, "they lean in"


def test_the_lit_place_has_the_colour_that_stands_for_it():
    image = pictures.draw("leaning-in").convert("RGB")
    wattle = tuple(int(pictures.WATTLE[place : place + 2], 16) for place in (1, 3, 5))
    near = sum(
        count
        for count, colour in image.getcolors(10_000)
        if sum(abs(a - b) for a, b in zip(colour, wattle, strict=True)) < 12
    )
    assert near > 5_000
