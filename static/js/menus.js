// Menus are <details> and work without this. With it, Escape and a press elsewhere close the sub-menu,
// and one that is open closes when the reader moves on.

const groups = [...document.querySelectorAll("details.nav-group")];

for (const group of groups) {
  group.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && group.open) {
      group.open = false;
      group.querySelector("summary").focus();
    }
  });
  group.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !group.contains(event.relatedTarget)) group.open = false;
  });
}

for (const search of document.querySelectorAll("details.nav-search")) {
  search.addEventListener("toggle", () => {
    if (search.open) search.querySelector("input").focus();
  });
}

document.addEventListener("click", (event) => {
  for (const group of groups) {
    if (group.open && !group.contains(event.target)) group.open = false;
  }
});

const menu = document.querySelector("details.menu");
if (menu) {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  // The panel pushes the page down. So it closes when Tab has left it, and not at a press elsewhere: what was
  // pressed would move away under the finger.
  document.addEventListener("keyup", (event) => {
    const now = document.activeElement;
    if (event.key !== "Tab" || !menu.open || menu.contains(now)) return;
    menu.open = false;
    now.scrollIntoView({ block: "nearest" });
  });
}

// On a wide screen the filters beside a list stand open; on a phone they are folded, as in the source.
// Wide is 60 of the reader's own rem, as in the style sheets.
const folds = [...document.querySelectorAll("details[data-open-wide]")];
if (folds.length) {
  let was = null;
  const follow = () => {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const wide = document.documentElement.clientWidth >= 60 * rem;
    if (wide === was) return;
    was = wide;
    for (const fold of folds) fold.open = wide;
  };
  follow();
  window.addEventListener("resize", follow);
}

// Everything that is folded prints.
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("main details:not([open])")) {
    part.open = true;
    part.dataset.closedBeforePrint = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const part of document.querySelectorAll("details[data-closed-before-print]")) {
    part.open = false;
    delete part.dataset.closedBeforePrint;
  }
});
