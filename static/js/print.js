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
