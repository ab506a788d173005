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


_WITH = {"postgresql": "stems @@ %s::tsquery", "sqlite": "directory_words MATCH %s"}


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
    sql, query = _match(wanted)
    return RawSQL(f"SELECT rowid FROM directory_words WHERE {sql}", [query])  # noqa: S608, S611


def found(wanted):
    """Return the primary keys of what has every word and phrase of a Wanted, as a list of digits. One query."""
    sql, query = _match(wanted)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_joined('rowid')} FROM directory_words WHERE {sql}", [query])  # noqa: S608
        return _split(cursor.fetchone()[0])


def placed(wanted):
    """Return the same by where the words stand, as {(step, missing): list of digits}. One query.

    ``step`` is 0 where all are in the name, 1 where they are in name and summary, 2 where one is only elsewhere;
    ``missing`` is how many are not in the name.
    """
    sql, query = _match(wanted)
    at = "STRPOS" if connection.vendor == "postgresql" else "INSTR"
    stems = [f" {one} " for one in wanted.stems]
    in_name = [f"CASE WHEN {at}(name_stems, %s) > 0 THEN 0 ELSE 1 END"] * len(stems)
    in_either = [f"CASE WHEN {at}(name_stems, %s) > 0 OR {at}(summary_stems, %s) > 0 THEN 0 ELSE 1 END"] * len(stems)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT missing, elsewhere > 0, {_joined("service_id")} FROM (
                SELECT service_id, {" + ".join(in_name)} AS missing, {" + ".join(in_either)} AS elsewhere
                FROM directory_searchentry
                WHERE service_id IN (SELECT rowid FROM directory_words WHERE {sql})
            ) AS these GROUP BY 1, 2""",  # noqa: S608
            [*stems, *(stem for one in stems for stem in (one, one)), query],
        )
        return {
            (2 if elsewhere else 1 if missing else 0, missing): _split(keys)
            for missing, elsewhere, keys in cursor.fetchall()
        }


def known(stems):
    """Return those of ``stems`` that some listed service has: a set. One query."""
    stems = sorted(stems)
    parts = [f"SELECT {number} WHERE EXISTS ({_first_with()})" for number in range(len(stems))]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [_quoted(one) for one in stems])
        return {stems[number] for (number,) in cursor.fetchall()}


def some_with(stems, most):
    """Return the expression that gives the primary keys of at most ``most`` listed services with each of ``stems``."""
    part = f"SELECT * FROM ({_first_with()} LIMIT {most:d}) AS first"  # noqa: S608
    stems = sorted(stems)
    return RawSQL(" UNION ALL ".join([part] * len(stems)), [_quoted(one) for one in stems])  # noqa: S611


def _first_with():
    """Return the SQL that gives the rows with one stem, for somebody who takes the first few."""
    rows = f"SELECT rowid FROM directory_words WHERE {_WITH[connection.vendor]}"  # noqa: S608
    if connection.vendor == "postgresql":
        # For a few rows the planner would read the table from its beginning: to the end, where no row has the stem.
        return f"WITH these AS MATERIALIZED ({rows}) SELECT rowid FROM these"  # noqa: S608
    return rows


def _quoted(stem_of_word):
    """Return the question for one stem."""
    return f"'{token(stem_of_word)}'" if connection.vendor == "postgresql" else f'"{token(stem_of_word)}"'


def _joined(column):
    """Return the SQL of all values of a number's column in one text: thousands of rows would take their time each."""
    return f"STRING_AGG({column}::text, ',')" if connection.vendor == "postgresql" else f"GROUP_CONCAT({column})"


def _split(keys):
    return keys.split(",") if keys else []


def _match(wanted):
    """Return the SQL that holds for what has every word and phrase of a Wanted, and its one parameter."""
    words, with_word = [_quoted(one) for one in wanted.stems], _WITH[connection.vendor]
    if connection.vendor == "postgresql":
        phrases = ["(" + " <-> ".join(map(_quoted, phrase)) + ")" for phrase in wanted.phrases]
        return with_word, " & ".join(words + phrases)
    phrases = [f'"{" ".join(map(token, phrase))}"' for phrase in wanted.phrases]
    return with_word, " AND ".join(words + phrases)


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
