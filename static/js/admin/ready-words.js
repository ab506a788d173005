// Puts the ready words that an editor chose at the end of what they write, to be mended there. The choice then goes
// back to nothing, so that the words are not sent twice. Listens on the document: the forms come in windows.

document.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLSelectElement) || !target.matches("[data-ready-words]")) return;
  const words = target.selectedOptions[0]?.dataset.words;
  const box = target.form?.querySelector("textarea[data-words]");
  if (!words || !box) return;
  box.value = [box.value.trim(), words].filter(Boolean).join("\n\n");
  target.value = "";
  // The box grows with its text, and the editor knows that something changed.
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
});
