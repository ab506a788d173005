// Copy, print and the device's own sheet. The link to a mail needs none of this.

const share = document.querySelector("[data-share]");
if (share) {
  const part = (name) => share.querySelector(name);
  const said = part("[role=status]");
  const address = share.dataset.share;

  part("[data-copy]").addEventListener("click", async () => {
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = "Link copied.";
    } catch (error) {
      // No clipboard, or the reader said no to it: the address itself, ready to be copied by hand.
      const input = part("input");
      input.parentElement.hidden = false;
      input.focus();
      input.select();
      said.textContent = "Copy the address that is selected.";
    }
  });

  part("[data-print]").addEventListener("click", () => window.print());

  if (navigator.share) {
    const sheet = part("[data-sheet]");
    sheet.hidden = false;
    sheet.addEventListener("click", () => {
      // Shut again without sending: nothing to say.
      navigator.share({ title: share.dataset.title, url: address }).catch(() => {});
    });
  }
}
