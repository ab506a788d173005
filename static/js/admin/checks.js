// The panel "Checks" of the editor: says in words where a check found something. Wagtail says it as a CSS selector.
const LONGEST = 80;

const wordsOf = (element) => {
  const said = element.getAttribute("alt") || element.textContent || "";
  const words = said.replace(/\s+/g, " ").trim();
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
};

const find = (frame, selector) => {
  try {
    return frame.contentDocument.querySelector(selector);
  } catch {
    return null;
  }
};

document.addEventListener("w-preview:content", () => {
  const frame = document.getElementById("w-preview-iframe");
  if (!frame) return;
  document.querySelectorAll("[data-checks-panel] [data-content-checker-row]").forEach((row) => {
    const place = row.querySelector("[data-found]");
    const element = find(frame, row.querySelector("[data-content-checker-selector-text]").textContent);
    const words = element && wordsOf(element);
    if (!place || !words) return;
    place.textContent = `Here: “${words}”`;
    place.hidden = false;
  });
});
