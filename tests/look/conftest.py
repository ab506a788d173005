from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(scope="session")
def static_root():
    return Path(settings.BASE_DIR) / "static"


@pytest.fixture(scope="session")
def css(static_root):
    """All style sheets as one text."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((static_root / "css").glob("*.css")))
