"""Editors' downloads of services: the list as it is filtered, in the columns that an import reads.

Also entries that are not published are in them. What is kept private of an address is not, nor who looks after an
entry: a file goes by email and lies on desks.
"""

import csv
import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from wagtail.snippets.views.snippets import IndexView

from cms.core.spreadsheets import NOT_IN_A_CELL, plain_cell, safe_cell
from cms.desk.listings import FindsFirst

from .exports import Echo, in_chunks
from .imports.columns import Sheet
from .models import Service

# More does not fit into a cell of an XLSX file.
LONGEST_CELL = 32_767


class ServiceIndexView(FindsFirst, IndexView):
    """The list of services, with downloads that an import reads again: a service may take several lines."""

    # Only says that there is something to download; the columns are the Sheet's.
    list_export = ["name"]
    export_filename = "directory-services"

    def export_rows(self, services):
        """Yield the lines of the services, as lists of texts, the headings first."""
        sheet = Sheet()
        yield sheet.headings
        for service in in_chunks([service.pk for service in services], Service.objects.all()):
            yield from sheet.rows(service)

    def stream_csv(self, queryset):
        return csv_bytes(self.export_rows(queryset))

    def write_xlsx(self, queryset, output):
        write_xlsx(self.export_rows(queryset), output, title="Services")


def csv_bytes(rows):
    """Yield ``rows`` (lists of texts, the headings first) as the bytes of a CSV file, without live formulas."""
    writer = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    # The mark tells spreadsheet programs that this is UTF-8.
    yield "\ufeff".encode()
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row]).encode()


def xlsx_file(rows, title):
    """Return ``rows`` as an XLSX file to send."""
    output = io.BytesIO()
    write_xlsx(rows, output, title)
    output.seek(0)
    return output


def write_xlsx(rows, output, title):
    """Write ``rows`` (lists of texts, the headings first) as an XLSX file into ``output``; all cells are text."""
    workbook = Workbook(write_only=True)
    worksheet = workbook.create_sheet(title=title)
    worksheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        worksheet.append([_text_cell(worksheet, text, is_heading=number == 0) for text in row])
    workbook.save(output)


def _text_cell(worksheet, text, is_heading):
    text = NOT_IN_A_CELL.sub("", text)[:LONGEST_CELL]
    # The import takes one apostrophe away; a text cell needs none else.
    cell = WriteOnlyCell(worksheet, safe_cell(text) if plain_cell(text) != text else text)
    cell.data_type = "s"
    cell.number_format = "@"
    if is_heading:
        cell.font = Font(bold=True)
    return cell
