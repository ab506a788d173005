"""From the sample's ``[[body]]`` tables to the blocks of a StreamField."""

from ..markup import to_html, typeset


class Bodies:
    """Turns tables into blocks. ``anchor`` gives links their attributes; the rest is what blocks may choose from."""

    def __init__(self, anchor, documents, images, services, found, recordings):
        self.anchor = anchor
        self.documents, self.images, self.services, self.found = documents, images, services, found
        self.recordings = recordings

    def html(self, text):
        return to_html(text, self.anchor)

    def stream(self, tables):
        """Return the blocks of ``tables`` as ``(name, value)``; those whose things are gone are left out."""
        blocks = ((table["type"], getattr(self, f"_{table['type']}")(table)) for table in tables)
        return [(name, value) for name, value in blocks if value is not None]

    def image(self, name):
        """Return the block of the picture ``name``, or None where there is no such image."""
        return self._image({"picture": name})

    def _heading(self, table):
        return {"level": table["level"], "text": typeset(table["text"])}

    def _text(self, table):
        return self.html(table["text"])

    def _image(self, table):
        image = self.images.get(table["picture"])
        if image is None:
            return None
        image.contextual_alt_text, image.decorative = image.description, False
        return {"image": image, "caption": typeset(table.get("caption", ""))}

    def _quotation(self, table):
        return {"quote": typeset(table["quote"]), "attribution": typeset(table.get("attribution", ""))}

    def _key_facts(self, table):
        facts = [{name: typeset(text) for name, text in fact.items()} for fact in table["facts"]]
        return {"title": typeset(table["title"]), "facts": facts}

    def _expanders(self, table):
        return {
            "items": [{"heading": typeset(item["heading"]), "body": self.html(item["body"])} for item in table["items"]]
        }

    def _checklist(self, table):
        return {"title": typeset(table["title"]), "items": [typeset(item) for item in table["items"]]}

    def _do_dont(self, table):
        return {
            "do_title": typeset(table["do_title"]), "do": [typeset(item) for item in table["do"]],
            "dont_title": typeset(table["dont_title"]), "dont": [typeset(item) for item in table["dont"]],
        }  # fmt: skip

    def _callout(self, table):
        return {"tone": table["tone"], "title": typeset(table["title"]), "text": self.html(table["text"])}

    def _help_block(self, table):
        return {"title": typeset(table["title"]), "intro": typeset(table["intro"])}

    def _contact(self, table):
        words = {name: typeset(table.get(name, "")) for name in ("title", "name", "phone", "hours", "note")}
        return words | {"email": table.get("email", "")}

    def _files(self, table):
        files = [
            {
                "document": self.documents[entry["file"]],
                "title": "",
                "description": typeset(entry.get("description", "")),
            }
            for entry in table["files"]
            if entry["file"] in self.documents
        ]
        return {"title": typeset(table["title"]), "files": files} if files else None

    def _pages(self, table):
        pages = [self.found[path] for path in table["pages"] if path in self.found]
        return {"title": typeset(table["title"]), "pages": pages} if pages else None

    def _ways(self, table):
        return {"title": typeset(table["title"]), "intro": typeset(table["intro"]), "ways": table["ways"]}

    def _services(self, table):
        services = [self.services[slug] for slug in table["services"] if slug in self.services]
        return {"title": typeset(table["title"]), "services": services} if services else None
