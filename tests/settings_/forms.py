"""Filling the form of a setting as its page gives it."""

from html.parser import HTMLParser

from django.urls import reverse


class _Fields(HTMLParser):
    """The names and values of the fields of the form ``w-editor-form``."""

    def __init__(self):
        super().__init__()
        self.found, self.inside, self.area, self.select = {}, False, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("id") == "w-editor-form"
        if not self.inside or (not attrs.get("name") and tag != "option"):
            return
        if tag == "input":
            kind = attrs.get("type", "text")
            if kind in {"submit", "button", "file"} or (kind in {"checkbox", "radio"} and "checked" not in attrs):
                return
            value = attrs.get("value", "on" if kind == "checkbox" else "")
            if attrs["name"] in self.found:
                before = self.found[attrs["name"]]
                value = [*(before if isinstance(before, list) else [before]), value]
            self.found[attrs["name"]] = value
        elif tag == "textarea":
            self.area = attrs["name"]
            self.found[self.area] = ""
        elif tag == "select":
            self.select = attrs["name"]
        elif tag == "option" and self.select and "selected" in attrs:
            self.found[self.select] = attrs.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.area:
            self.found[self.area] += data


def fields_of(response):
    """Return what the form of an edit screen would send, as a dict."""
    parser = _Fields()
    parser.feed(response.content.decode())
    # HTML drops the line break that textareas begin with.
    return {name: value.removeprefix("\n").removeprefix("\r\n") if isinstance(value, str) else value
            for name, value in parser.found.items()}  # fmt: skip


def address_of(setting):
    return reverse("wagtailsettings:edit", args=[setting._meta.app_label, setting._meta.model_name, setting.pk])


def opened(client, setting):
    """Return what the form of ``setting`` would send as it opens now. Streams are empty: script draws those."""
    filled = fields_of(client.get(address_of(setting)))
    for field in setting._meta.fields:
        if field.__class__.__name__ == "StreamField":
            filled = {name: value for name, value in filled.items() if not name.startswith(field.name)}
            filled[f"{field.name}-count"] = "0"
    return filled
