/* The way out, faster: covers the page at once, ends the sitting, and puts another page in this one's place. */
(function () {
  "use strict";
  var form = document.getElementById("out");
  function leave(event) {
    if (event) { event.preventDefault(); }
    document.documentElement.style.display = "none";
    document.title = "";
    if (!navigator.sendBeacon || !navigator.sendBeacon("/leave")) {
      var request = new XMLHttpRequest();
      request.open("POST", "/leave");
      request.send();
    }
    window.location.replace(form.getAttribute("data-to"));
  }
  form.addEventListener("submit", leave);
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" || event.key === "Esc" || event.keyCode === 27) { leave(event); }
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) { window.location.reload(); }
  });
})();
