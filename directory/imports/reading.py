"""Reading a spreadsheet that an editor sends: bytes to lines with their numbers, whatever program wrote them.

CSV in UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs; XLSX. What cannot be read is said in words.
"""

import csv
import datetime
import difflib
import io
import zipfile
from dataclasses import dataclass, field
from uuid import UUID

from cms.core.moments import clock
from cms.core.spreadsheets import plain_cell
from cms.intake.forms import clean_text

from .columns import PARTS

MOST_BYTES = 10 * 1024 * 1024
MOST_LINES = 5_000
MOST_COLUMNS = 200
# An XLSX file is compressed: what it may grow to, in bytes.
MOST_UNPACKED = 120 * 1024 * 1024
SEPARATORS = ",;\t"
LONGEST_SHOWN = 60


class UnreadableFile(Exception):
    """Nothing can be done with the file; ``args[0]`` says why, in words for the editor."""


@dataclass
class Line:
    """One line: its number as a spreadsheet program shows it, its cells by column key, and how many cells were too many."""

    number: int
    cells: dict
    extra: int = 0


@dataclass
class Table:
    """What a file holds. ``keys`` are the columns it has; ``unknown`` are (heading, what it may mean) pairs."""

    keys: set
    lines: list
    unknown: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    remarks: list = field(default_factory=list)


def read(content, sheet):
    """Return the Table that ``content`` (bytes) holds, by the columns of ``sheet``; raise UnreadableFile."""
    if len(content) > MOST_BYTES:
        raise UnreadableFile("This file is larger than 10 MB. Split it into several files.")
    remarks = []
    rows = _xlsx_rows(content, remarks) if content[:2] == b"PK" else _csv_rows(content, sheet, remarks)
    headings = next(((number, row) for number, row in rows if any(cell.strip() for cell in row)), None)
    if headings is None:
        raise UnreadableFile("This file is empty.")
    columns, unknown = _columns(headings[1], sheet)
    keys = {column.key for column in columns if column}
    lines = []
    for number, row in rows:
        cells = [clean_text(plain_cell(cell)) for cell in row]
        if not any(cells):
            continue
        if len(lines) == MOST_LINES:
            raise UnreadableFile(
                f"This file has more than {MOST_LINES:,} lines. Split it into several files, each with the headings."
            )
        named = {column.key: cell for column, cell in zip(columns, cells, strict=False) if column}
        lines.append(Line(number, named, sum(1 for cell in cells[len(columns) :] if cell)))
    if not lines:
        raise UnreadableFile("There are headings in this file, and no lines below them.")
    missing = [column for column in sheet.columns if column.is_read and column.key not in keys]
    return Table(keys, lines, unknown, missing, remarks)


def normal(heading):
    """Return a heading as it is compared: without case, marks and spaces that people add."""
    return " ".join(clean_text(plain_cell(heading)).replace("_", " ").strip(" *:").casefold().split())


def _columns(headings, sheet):
    """Return the Column of each heading (None where it is not ours), and the unknown ones with what they may mean."""
    by_heading = {normal(column.key): column for column in sheet.columns}
    by_heading |= {normal(column.heading): column for column in sheet.columns}
    while headings and not headings[-1].strip():
        headings = headings[:-1]
    if len(headings) > MOST_COLUMNS:
        raise UnreadableFile(f"This file has more than {MOST_COLUMNS} columns.")
    columns, unknown, seen = [], [], set()
    for heading in headings:
        column = by_heading.get(normal(heading))
        if column is not None and column.key in seen:
            raise UnreadableFile(f"The column “{column.heading}” is there twice. Delete one of them.")
        if column is not None:
            seen.add(column.key)
        elif heading.strip():
            near = difflib.get_close_matches(normal(heading)[:LONGEST_SHOWN], by_heading, 1, 0.75)
            unknown.append((clean_text(heading)[:LONGEST_SHOWN], by_heading[near[0]].heading if near else ""))
        columns.append(column)
    if "name" not in seen and "uuid" not in seen:
        raise UnreadableFile(
            "The first line has no heading that we know, such as “name”. Start with the example file, "
            "or with a download of the list."
        )
    return columns, unknown


# --- CSV ------------------------------------------------------------------------------------------


def _csv_rows(content, sheet, remarks):
    """Return an iterator over (number, cells) of a CSV file."""
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableFile(
            "This is a file of an old version of Excel. Save it as “Excel workbook (.xlsx)” or as CSV."
        )
    if content[:4] == b"%PDF" or content[:3] == b"\xff\xd8\xff" or content[:4] == b"\x89PNG":
        raise UnreadableFile("This is no spreadsheet. Save it as “Excel workbook (.xlsx)” or as CSV.")
    text, first = _decoded(content, remarks), 1
    separator = None
    if text[:4].casefold() == "sep=" and len(text) > 4 and text[4] in SEPARATORS:
        separator, text = text[4], text[5:].lstrip("\r\n")
    return _numbered(text, separator or _separator(text, sheet), first)


def _decoded(content, remarks):
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    ):  # fmt: skip
        if content.startswith(mark):
            return content.decode(encoding, errors="replace").removeprefix("\ufeff")
    start = content[:2000]
    if start.count(0) > len(start) / 4:
        # UTF-16 without a mark: every other byte of plain letters is empty.
        encoding = "utf-16-be" if start[::2].count(0) > start[1::2].count(0) else "utf-16-le"
        return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        remarks.append(
            "This file does not say how its letters are written, and we took it for the usual way of Windows. "
            "Look whether letters with accents are right below."
        )
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _separator(text, sheet):
    """Return the separator that finds most of our headings in the first line."""
    known = {normal(column.heading) for column in sheet.columns} | {normal(column.key) for column in sheet.columns}

    def found(separator):
        try:
            row = next((row for _number, row in _numbered(text, separator, 1) if row), [])
        except UnreadableFile:
            return 0
        return sum(1 for cell in row if normal(cell) in known)

    return max(SEPARATORS, key=found)


def _numbered(text, separator, first):
    """Yield (number, cells) of each line of a CSV text; a line break inside quotation marks begins no new line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = first - 1
    try:
        for row in reader:
            number += 1
            yield number, row
    except csv.Error as error:
        if "field larger" in str(error):
            raise UnreadableFile(
                f"A cell of line {number + 1} is far too long. Is a quotation mark missing?"
            ) from error
        raise UnreadableFile(
            f"Line {number + 1} cannot be read: a quotation mark is missing or is one too many."
        ) from error


# --- XLSX -----------------------------------------------------------------------------------------


def _xlsx_rows(content, remarks):
    """Return an iterator over (number, cells) of the first sheet of an XLSX file."""
    wrong = "This file cannot be read. Save it as “Excel workbook (.xlsx)” or as CSV, and send that."
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise UnreadableFile("This file is too large once it is unpacked. Split it into several files.")
        # Imported here: only an import reads this format, and the library is large.
        from openpyxl import load_workbook

        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        worksheet = workbook.worksheets[0]
    except UnreadableFile:
        raise
    except Exception as error:  # noqa: BLE001, RUF100 - a made-up file fails in more ways than a list could name
        raise UnreadableFile(wrong) from error
    if len(workbook.worksheets) > 1:
        remarks.append(f"The file has several sheets. Only the first, “{worksheet.title}”, was read.")
    return _sheet_rows(worksheet, wrong)


def _sheet_rows(worksheet, wrong):
    try:
        # One more, to notice that there are too many.
        for number, row in enumerate(worksheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), 1):
            yield number, [_as_text(value) for value in row]
    except Exception as error:  # noqa: BLE001, RUF100 - as above
        raise UnreadableFile(wrong) from error


def _as_text(value):
    """Return what a cell of a spreadsheet holds, as people would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, datetime.time):
        return clock(value)
    return str(value)


# --- Lines that belong together -------------------------------------------------------------------


@dataclass
class Entry:
    """The lines of one service, and what its own cells say: (text, number of the line) by key."""

    lines: list
    cells: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    # Whether its lines so far say no more of the service than its id and name.
    only_repeats: bool = False

    @property
    def number(self):
        return self.lines[0].number

    @property
    def key(self):
        """The id as written, '' for a new entry."""
        return self.cells.get("uuid", ("", 0))[0]

    def part(self, name, sheet):
        """Return the lines' cells of one part, as (number, cells) pairs; lines with none of it are left out."""
        keys = {column.key for column in sheet.columns if column.part == name}
        rows = [(line.number, {key: text for key, text in line.cells.items() if key in keys}) for line in self.lines]
        return [(number, cells) for number, cells in rows if any(cells.values())]


def uuid_of(text):
    """Return the UUID that ``text`` writes, None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def id_key(text):
    """Return what an id is compared by: with or without hyphens it is one."""
    found = uuid_of(text)
    return found.hex if found else text.casefold()


def entries(table, sheet):
    """Return the Entries of a table, in the order of their first lines.

    Lines with one id are one entry, wherever they stand. A line without an id goes on from the one above where it says
    nothing of the service but, maybe, its name again.
    """
    own = [column.key for column in sheet.columns if not column.part and column.is_read]
    by_key, found, last = {}, [], None
    for line in table.lines:
        key = id_key(line.cells.get("uuid", ""))
        says = {name for name in own if line.cells.get(name)}
        name = line.cells.get("name", "")
        has_part = any(line.cells.get(column.key) for column in sheet.columns if column.part in PARTS)
        entry = by_key.get(key) if key else None
        if entry is None and not key and last is not None and has_part and says <= {"name"}:
            same = last.cells.get("name", ("", 0))[0]
            entry = last if name in ("", same) else None
        if entry is None:
            entry = Entry([])
            found.append(entry)
            if key:
                by_key[key] = entry
        _add(entry, line, own, sheet)
        last = entry
    return found


def _add(entry, line, own, sheet):
    """Add a line to its entry. The name on a line that says nothing else of the service is there to be read by people:
    it counts only where no other line says one."""
    only_repeats = not any(line.cells.get(key) for key in own if key not in ("uuid", "name"))
    if entry.lines and not only_repeats and entry.only_repeats:
        entry.cells.pop("name", None)
    entry.only_repeats = only_repeats and (entry.only_repeats or not entry.lines)
    goes_on = only_repeats and bool(entry.lines)
    entry.lines.append(line)
    if line.extra:
        entry.problems.append((line.number, "", "There are more cells than headings. Is a quotation mark missing?"))
    for key in own:
        if key not in line.cells or (key == "name" and goes_on and entry.cells.get("name", ("",))[0]):
            continue
        text = line.cells[key]
        before = entry.cells.get(key, ("", line.number))
        if not before[0]:
            entry.cells[key] = (text, line.number)
        elif text and text != before[0] and (key != "uuid" or id_key(text) != id_key(before[0])):
            heading = sheet.by_key[key].heading
            entry.problems.append((line.number, heading, f"Line {before[1]} says something else for the same entry"))
