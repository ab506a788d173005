// Copies a citation, or a list of them, as it stands: with its italics where the clipboard takes them, else as plain words.

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy-citation]");
  const part = button?.closest("[data-citation]");
  if (!part) return;
  const words = part.querySelector(".citation");
  const said = part.querySelector("[role=status]");
  const lines = words.matches("ul, ol") ? [...words.children] : [words];
  const text = lines.map((line) => line.textContent.trim()).join("\n");
  said.textContent = "";
  try {
    try {
      const kinds = { "text/plain": text, "text/html": lines.map((line) => `<p>${line.querySelector("p")?.innerHTML ?? line.innerHTML}</p>`).join("") };
      const blobs = Object.entries(kinds).map(([type, content]) => [type, new Blob([content], { type })]);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    } catch (error) {
      await navigator.clipboard.writeText(text);
    }
    said.textContent = lines.length > 1 ? "Citations copied." : "Citation copied.";
  } catch (error) {
    // No clipboard, or the reader said no to it: the words are selected, ready to be copied by hand.
    getSelection().selectAllChildren(words);
    said.textContent = "The citation is selected. Copy it from there.";
  }
});
