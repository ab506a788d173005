// What takes a page along: copy, print, the device's own sheet, and paper. The link to a mail needs none of this. A part
// that comes later works too.

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-print], [data-sheet]");
  const share = button?.closest("[data-share]");
  if (!share) return;
  const { share: address, title } = share.dataset;

  if ("print" in button.dataset) window.print();
  // Shut again without sending: nothing to say.
  if ("sheet" in button.dataset) navigator.share({ title, url: address }).catch(() => {});
  if ("copy" in button.dataset) {
    const said = share.querySelector("[role=status]");
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = "Link copied.";
    } catch (error) {
      // No clipboard, or the reader said no to it: the address itself, ready to be copied by hand.
      const input = share.querySelector("input");
      input.parentElement.hidden = false;
      input.focus();
      input.select();
      said.textContent = "Copy the address that is selected.";
    }
  }
});

for (const sheet of document.querySelectorAll("[data-sheet]")) sheet.hidden = !navigator.share;

// Paper has everything open. Style sheets do this where the browser can open a fold by style; here for the others.
const folds = "main details:not([open])";

addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll(folds)) {
    fold.open = true;
    fold.dataset.openedForPaper = "";
  }
});
addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("[data-opened-for-paper]")) {
    fold.open = false;
    delete fold.dataset.openedForPaper;
  }
});
