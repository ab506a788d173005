"""Fields of a Word document: small commands in the text, some of which fetch or start something.

A field's command may be cut into many runs of text and hold other fields. Its name has to stand in its own runs,
and to be one of KNOWN: so a name that is put together when the document is opened is not taken.
"""

import re

_KNOWN = """
    page numpages sectionpages section hyperlink toc tc ref pageref noteref styleref seq xe index ta toa date time
    createdate savedate printdate edittime author title subject keywords comments lastsavedby filename filesize
    numchars numwords docproperty info template revnum username userinitials useraddress symbol eq advance listnum
    autonum autonumlgl autonumout formtext formcheckbox formdropdown bibliography citation addin shape gotobutton
    contextualref
"""
KNOWN = frozenset(_KNOWN.split())
NEVER = re.compile(r"DDEAUTO|INCLUDEPICTURE|INCLUDETEXT", re.IGNORECASE)
NAME = re.compile(r'\s*"?\s*(=|[^\s"\\={]+)')
SCHEME = re.compile(r"(?:https?://|mailto:|tel:)[^\s\\]", re.IGNORECASE)
# A place in the document, or an address without its beginning, as people type it. No path to another machine.
PLAIN = re.compile(r"#[^\\]*|[\w%][\w%~.-]*(?:/[\w%~.?=&#+,-]*)*")
LINKED = re.compile(r'\s*hyperlink\s+(?:\\[lmnt]\s+)*(?:"([^"]*)"|([^\s"\\]+))', re.IGNORECASE)
LOCAL = re.compile(r"\s*hyperlink\s+\\l\s", re.IGNORECASE)


def is_safe_link(address):
    """Whether ``address`` leads to a web page, a mail program, a phone or a place in the document, and nowhere else."""
    address = address.strip()
    return not address or bool(SCHEME.match(address) or PLAIN.fullmatch(address))


class Fields:
    """Follows the fields of one part. ``refused`` is the exception to raise, with a code."""

    def __init__(self, refused):
        self.refused = refused
        # Of each open field: its command so far, whether it is still in it, and whether a field stood before any word.
        self.open = [["", True, False]]
        self.all = []
        self.is_in_command = False

    def started(self, name, given):
        if name == "fldChar":
            kind = given.get("fldCharType")
            if kind == "begin":
                if not self.open[-1][0].strip():
                    self.open[-1][2] = len(self.open) > 1
                self.open.append(["", True, False])
            elif kind == "separate":
                self.open[-1][1] = False
            elif kind == "end" and len(self.open) > 1:
                self.judge(*self.open.pop())
        elif name == "fldSimple":
            self.judge(given.get("instr", ""), True, False)
        elif name in {"instrText", "delInstrText"}:
            self.is_in_command = True

    def text(self, characters):
        if self.is_in_command:
            self.open[-1][0] += characters
            self.all.append(characters)

    def ended(self, name):
        if name in {"instrText", "delInstrText"}:
            self.is_in_command = False

    def judge(self, command, _is_in_command, begins_with_field):
        """Refuse a field whose command is not known to be harmless."""
        if not command.strip() and not begins_with_field:
            return
        found = NAME.match(command)
        name = found[1].lower() if found else ""
        if begins_with_field or (name != "=" and name not in KNOWN):
            raise self.refused("fields")
        if name == "hyperlink" and not LOCAL.match(command):
            link = LINKED.match(command)
            if not link or not is_safe_link(link[1] or link[2] or ""):
                raise self.refused("link")

    def end(self):
        """Refuse what was left open, and what only shows when all commands of the part are put together."""
        for command, *rest in self.open:
            self.judge(command, *rest)
        if NEVER.search("".join("".join(self.all).split())):
            raise self.refused("fields")
