"""What people open in a spreadsheet program: no cell of ours is taken for a formula there.

A program may run ``=1+1`` from a CSV file as soon as it is opened. A cell that begins so gets an apostrophe before it;
``plain_cell`` takes it away again, so that a file that was downloaded says the same when it comes back.
"""

import re
from datetime import datetime

from django.utils import timezone
from wagtail.admin.views.mixins import SpreadsheetExportMixin

# What begins a formula, in wide forms too, with or without spaces before it; and what moves on to another cell.
BEGINS_A_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
# What no XML holds, and no spreadsheet: openpyxl refuses the whole file for one of these.
NOT_IN_A_CELL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe_cell(value):
    """Return ``value`` so that no program takes it for a formula; what is not text stays as it is."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if BEGINS_A_FORMULA.match(value) else value


def plain_cell(text):
    """Return a cell's text without what ``safe_cell`` put before it."""
    return text[1:] if text.startswith("'") and BEGINS_A_FORMULA.match(text) else text


def guard_downloads():
    """Have Wagtail's downloads write no live formula into CSV: one mixin of Wagtail's writes those of every list and report.

    Names that the public sends in stand in its reports too. Text in its XLSX files is written as text already. Times are
    those of the site's place, as its screens tell them: a cell of XLSX knows no zone, and Wagtail writes those of Greenwich.
    """
    if hasattr(SpreadsheetExportMixin, "unguarded"):
        return
    SpreadsheetExportMixin.unguarded = SpreadsheetExportMixin.preprocess_field_value

    def guarded(self, field, value, export_format):
        if isinstance(value, datetime) and timezone.is_aware(value):
            value = timezone.localtime(value)
            value = timezone.make_naive(value) if export_format == self.FORMAT_XLSX else value
        value = self.unguarded(field, value, export_format)
        if isinstance(value, str):
            value = NOT_IN_A_CELL.sub("", value)
        return safe_cell(value) if export_format == self.FORMAT_CSV else value

    SpreadsheetExportMixin.preprocess_field_value = guarded
