"""A paper as the world knows it: its record, read from BibTeX and RIS and written to them, and cited in two styles.

Nothing in this package knows of pages; ``of_page`` in ``record`` takes anything with the fields of a ResearchPage.
"""
