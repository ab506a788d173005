"""Running one thing many times at once, each with a database connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(count, work):
    """Call ``work(number)`` in ``count`` threads that start together; return results and exceptions, in order."""
    barrier = Barrier(count)

    def run(number):
        try:
            barrier.wait(timeout=30)
            return work(number)
        except Exception as error:  # noqa: BLE001, RUF100 - the race's losers are results too
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
