"""Dates and times as people in Victoria write them: 3 November 2026, 6.30 pm."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "g.i a"
DATETIME_FORMAT = "j F Y, g.i a"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, g.i a"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
FIRST_DAY_OF_WEEK = 1
