"""What operators have to start stands in one place: docs/operating.md names each command of ours that is for them."""

from django.conf import settings
from django.core.management import get_commands

# They make what stands in the repository, or a site to try: no server runs them.
FOR_DEVELOPERS = {"load_sample_site", "make_icons", "make_sample_files", "make_sample_pictures", "readability"}
OURS = ("cms", "contribute", "directory", "home", "pages", "search")


def test_every_command_for_operators_is_told_of_and_no_other():
    ours = {name for name, app in get_commands().items() if str(app).split(".")[0] in OURS}
    told = (settings.BASE_DIR / "docs" / "operating.md").read_text(encoding="utf-8")
    assert {
        name for name in ours if f"manage.py {name}" not in told.replace("manage.py\n", "manage.py ")
    } == FOR_DEVELOPERS
