"""Pages with just the words or blocks that a test is about."""

import io

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image

from cms.media.models import SiteDocument, SiteImage
from tests.pages import factories


def page_of(*body, factory=factories.StandardFactory, **fields):
    """Return a saved page whose body has the blocks ``(type, value)``; without any, a page that nothing is wrong with."""
    page = factory(**fields)
    page.body = page.body.stream_block.to_python([{"type": kind, "value": value} for kind, value in body])
    page.save()
    return type(page).objects.get(pk=page.pk)


def text(html):
    return "text", html if html.startswith("<") else f"<p>{html}</p>"


def heading(words, level="h2"):
    return "heading", {"level": level, "text": words}


def picture(image, alt="", decorative=False):
    return "image", {"image": {"image": image.pk, "alt_text": alt, "decorative": decorative}, "caption": ""}


def files(*documents):
    items = [{"document": document.pk, "title": "", "description": ""} for document in documents]
    return "files", {
        "title": "",
        "files": [{"type": "item", "id": str(number), "value": item} for number, item in enumerate(items)],
    }


def make_image(title="Two chairs", name="chairs.png", **fields):
    file = io.BytesIO()
    Image.new("RGB", (320, 180), "teal").save(file, "PNG")
    fields = {"description": "Two chairs by a window."} | fields
    return SiteImage.objects.create(title=title, file=ImageFile(io.BytesIO(file.getvalue()), name=name), **fields)


def make_document(content, name="handout.pdf", title="A handout", **fields):
    return SiteDocument.objects.create(title=title, file=ContentFile(content, name=name), **fields)


def pdf(title="", language="", is_tagged=False, words=True, picture=False, password=None, pages=1):
    """Return the bytes of a PDF with or without what readers need."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name

    made = pikepdf.new()
    for _number in range(pages):
        page = made.add_blank_page(page_size=(200, 200))
        page.Resources = Dictionary()
        if words:
            page.Resources.Font = Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
            page.Contents = made.make_stream(b"BT /F1 12 Tf 20 100 Td (Come as you are.) Tj ET")
        if picture:
            image = made.make_stream(b"\xff" * 100 * 3)
            image.update(
                Dictionary(
                    Type=Name.XObject,
                    Subtype=Name.Image,
                    Width=10,
                    Height=10,
                    ColorSpace=Name.DeviceRGB,
                    BitsPerComponent=8,
                )
            )
            page.Resources.XObject = Dictionary(Im0=image)
    if title:
        made.docinfo["/Title"] = title
    if language:
        made.Root.Lang = language
    if is_tagged:
        made.Root.MarkInfo = Dictionary(Marked=True)
        made.Root.StructTreeRoot = made.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([])))
    out = io.BytesIO()
    locked = {"encryption": pikepdf.Encryption(owner=password, user=password)} if password else {}
    made.save(out, **locked)
    return out.getvalue()


def good_pdf():
    return pdf(title="Group agreement", language="en-AU", is_tagged=True)
