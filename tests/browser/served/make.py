"""Makes the site that the workers of a test run share: ``python -m tests.browser.served.make FOLDER``, FOLDER theirs."""

import sys
from pathlib import Path

from ... import migrated
from ...servers import shared_site
from .places import survey

if __name__ == "__main__":
    try:
        shared_site(Path(sys.argv[1]), survey, migrated.file_of)
    except (RuntimeError, FileNotFoundError):
        # Said by the first test that asks for the site; or the run is over already, and its folder gone.
        sys.exit(1)
