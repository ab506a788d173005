"""What tests of going back and looking twice share: services, as the directory's own tests have them."""

from tests.directory.conftest import (  # noqa: F401
    _no_time_trap,
    answers,
    approver,
    as_member,
    decide,
    entry,
    listed,
    localities,
    submitted,
)
