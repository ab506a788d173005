// Reading settings before the first paint. A classic script on purpose, and at most 1 KB.
// The setting is one short text, in local storage or in the cookie that the form without JavaScript sets:
// "text-130.theme-dark" becomes data-text="130" data-theme="dark" on <html>.
(function () {
  var root = document.documentElement;
  var code = "";
  try { code = localStorage.getItem("reading") || ""; } catch (error) { /* storage is off: the cookie still counts */ }
  if (!code) {
    var found = /(?:^|; )reading=([^;]*)/.exec(document.cookie);
    code = found ? decodeURIComponent(found[1]) : "";
  }
  root.classList.add("js");
  code.split(".").forEach(function (part) {
    var pair = /^(text|line|letters|width|theme|motion)-([a-z0-9]+)$/.exec(part);
    if (pair) root.setAttribute("data-" + pair[1], pair[2]);
  });
})();
