"""The promises are kept with the directory's main job; they share its fixtures."""

from tests.directory.conftest import (  # noqa: F401
    _no_time_trap,
    answers,
    approver,
    decide,
    localities,
    submitted,
    walk,
)
