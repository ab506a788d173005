// Reading settings before the first paint. A classic script on purpose, and at most 1 KB.
// "text-130.theme-dark" becomes data-text="130" data-theme="dark" on <html>. A cookie is newer than local storage.
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  if (window.speechSynthesis) root.classList.add("speaks");
  window.applyReading = function (code) {
    if (code === undefined) {
      if (root.hasAttribute("data-fixed")) return;
      code = (/(?:^|; )reading=([^;]+)/.exec(document.cookie) || [])[1];
      try { code = code || localStorage.getItem("reading"); } catch (error) { /* storage is off */ }
    }
    ["text", "line", "letters", "width", "theme", "motion"].forEach(function (name) {
      var value = new RegExp("(?:^|\\.)" + name + "-([a-z0-9]+)(?:\\.|$)").exec(code || "");
      if (value) root.setAttribute("data-" + name, value[1]);
      else root.removeAttribute("data-" + name);
    });
  };
  window.applyReading();
})();
