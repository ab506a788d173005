"""The directory as open data: a read-only API to the Human Services Data Specification (HSDS) 3.1.

``objects`` makes HSDS objects of our models, ``lists`` finds them, ``parameters`` reads what was asked, ``answers``
says how anything is answered, ``views`` are the addresses, ``document`` describes them, ``page`` explains them.
"""

VERSION = "3.1"
LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
