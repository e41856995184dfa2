// Hides the picture at one key, at once: the pixels go before the page does. Without scripts, Enter follows the link.
const hide = document.getElementById("hide");
addEventListener("load", () => setTimeout(() => { if (document.activeElement === document.body) hide.focus() }, 50));
document.addEventListener("keydown", event => {
  if (event.key !== "Escape" && event.key !== "x") return;
  document.getElementById("shown").remove();
  location.replace(hide.href);
});
