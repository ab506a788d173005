"""``make handbook``: does what each page of the handbook says on a sample site of its own, and takes its pictures anew.

``python -m tests.handbook`` writes docs/handbook/pictures/; ``python -m tests.handbook TASK …`` those of some pages.
"""

import sys

from playwright.sync_api import sync_playwright

from ..browser.harness import BROWSER_FLAGS
from ..servers import ROOT, find_chromium
from .editor import smaller
from .office import Office, Staff
from .walks import WALKS

PICTURES = ROOT / "docs" / "handbook" / "pictures"


def main(tasks):
    PICTURES.mkdir(parents=True, exist_ok=True)
    with Office() as office, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=BROWSER_FLAGS)
        staff = Staff(browser, office)
        for task in tasks or WALKS:
            role, walk = WALKS[task]
            editor = staff.member(role) if role else staff.visitor()
            walk(editor)
            for name, taken in editor.pictures.items():
                path, png = PICTURES / f"{name}.png", smaller(taken)
                path.write_bytes(png)
                print(f"{path.relative_to(ROOT)}  {len(png) // 1000} kB", flush=True)
        staff.close()
        browser.close()
        if staff.problems():
            sys.exit("\n".join(staff.problems()))


if __name__ == "__main__":
    main(sys.argv[1:])
