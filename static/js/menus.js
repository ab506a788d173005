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
}

// On a wide screen the filters beside a list stand open; on a phone they are folded, as in the source.
const wide = window.matchMedia("(min-width: 60rem)");
for (const fold of document.querySelectorAll("details[data-open-wide]")) {
  const follow = () => {
    fold.open = wide.matches || fold.dataset.openWide === "always";
  };
  follow();
  wide.addEventListener("change", follow);
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
