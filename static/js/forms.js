// Forms work without this. With it, the summary of what has to be mended gets the focus, its links reach the
// field itself, and a form cannot be sent twice by an impatient press.

// The editors' page of all parts shows a summary too, far down: there it must not take the focus.
const summary = document.querySelector("html:not([data-fixed]) [data-focus]");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const anchor = event.target.closest("a[href^='#']");
    const target = anchor && document.getElementById(anchor.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    const label = target.closest("fieldset, .field");
    (label || target).scrollIntoView();
    target.focus({ preventScroll: true });
  });
}

for (const form of document.querySelectorAll("form[method='post']")) {
  let sent = 0;
  form.addEventListener("submit", (event) => {
    const now = Date.now();
    if (now - sent < 2000) event.preventDefault();
    else sent = now;
  });
}
