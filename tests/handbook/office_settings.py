"""Settings of the office: those of ``make run``, but a draft is saved only when somebody presses "Save draft".

The editor types faster than a person, and a saving by itself at the moment of a press would be asked about, or not.
"""

from cms.settings.dev import *  # noqa: F403

WAGTAIL_AUTOSAVE_INTERVAL = 0
# Who looks at a report of use sees what was used just now.
STATISTICS_EVERY = 0.1
