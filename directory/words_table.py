"""The full-text table of the directory, one row a listed service: stems, in the order of its texts.

It is no model: SQLite has an FTS5 table and PostgreSQL a ``tsvector`` with a GIN index, both named ``directory_words``.
Words reach either as plain ASCII that needs no tokenizer's opinion: the stems of ``cms.core.words``, and what has
other letters as the hexadecimal of them. So both find the same.
"""

from django.db import connection
from django.db.models.expressions import RawSQL

from cms.core.words import stem

# More positions than PostgreSQL keeps (16,383), or than anybody writes about one service, say nothing new.
MOST_STEMS = 15_000
MOST_POSITIONS = 250
# Stands between two texts, so that no phrase begins in one and ends in the next.
BREAK = "zzbreak"


def token(stem_of_word):
    """Return a stem as it stands in the table: ASCII letters and digits."""
    return stem_of_word if stem_of_word.isascii() else f"zz{stem_of_word.encode().hex()}"


def put(rows):
    """Write ``rows``, pairs of a service's primary key and the list of its tokens; what stood there goes."""
    forget([pk for pk, _tokens in rows])
    if connection.vendor == "postgresql":
        sql = "INSERT INTO directory_words (rowid, stems) VALUES (%s, %s::tsvector)"
        values = [(pk, _vector(tokens[:MOST_STEMS])) for pk, tokens in rows]
    else:
        sql = "INSERT INTO directory_words (rowid, stems) VALUES (%s, %s)"
        values = [(pk, " ".join(tokens[:MOST_STEMS])) for pk, tokens in rows]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def forget(pks):
    """Delete the rows of these primary keys."""
    pks = list(pks)
    if pks:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM directory_words WHERE rowid IN ({', '.join(['%s'] * len(pks))})",  # noqa: S608
                pks,
            )


def read(pks):
    """Return what stands in the table as {primary key: text}, to compare it."""
    pks = list(pks)
    if not pks:
        return {}
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(pks))
        cursor.execute(f"SELECT rowid, stems FROM directory_words WHERE rowid IN ({marks})", pks)  # noqa: S608
        return dict(cursor.fetchall())


def as_kept(tokens):
    """Return tokens as ``read`` gives them back."""
    tokens = tokens[:MOST_STEMS]
    if connection.vendor != "postgresql":
        return " ".join(tokens)
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector::text", [_vector(tokens)])
        return cursor.fetchone()[0]


def strays():
    """Return the primary keys in the table that no search entry has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM directory_words WHERE rowid NOT IN (SELECT service_id FROM directory_searchentry)"
        )
        return [pk for (pk,) in cursor.fetchall()]


def matching(wanted):
    """Return the expression that gives the primary keys of what has every word and phrase of a Wanted, for ``pk__in``."""
    words = [token(one) for one in wanted.stems]
    phrases = [[token(one) for one in phrase] for phrase in wanted.phrases]
    if connection.vendor == "postgresql":
        parts = [f"'{word}'" for word in words]
        parts += ["(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in phrases]
        return RawSQL("SELECT rowid FROM directory_words WHERE stems @@ %s::tsquery", [" & ".join(parts)])
    parts = [f'"{word}"' for word in words] + [f'"{" ".join(phrase)}"' for phrase in phrases]
    return RawSQL("SELECT rowid FROM directory_words WHERE directory_words MATCH %s", [" AND ".join(parts)])


def _vector(tokens):
    """Return tokens as a literal of PostgreSQL's tsvector, with their positions."""
    positions = {}
    for number, one in enumerate(tokens, 1):
        positions.setdefault(one, []).append(str(number))
    return " ".join(f"'{one}':{','.join(where[:MOST_POSITIONS])}" for one, where in positions.items())


def tokens_of(texts):
    """Return the tokens of texts, lists of folded words: their stems, with a BREAK between two texts."""
    found = []
    for words in texts:
        if words:
            found += [BREAK] if found else []
            found += [token(stem(word)) for word in words]
    return found
