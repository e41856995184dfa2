// The station's keys. Inside a number: / goes to the next number, ! says "cannot tell", Ctrl+Z takes the last card back,
// Escape hides the lines at once. Enter saves by itself: it is a form. Letters stay letters (WCAG 2.1.4).
const press = name => { const button = document.querySelector(`[data-do="${name}"]`); if (button) button.click() };
const numbers = [...document.querySelectorAll("input[data-number]")];
document.addEventListener("keydown", event => {
  const at = numbers.indexOf(document.activeElement);
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && at >= 0 && !document.activeElement.value) press("undo");
  else if (event.key === "/" && at >= 0) numbers[(at + 1) % numbers.length].focus();
  else if (event.key === "!" && at >= 0) press("cannot-tell");
  else if (event.key === "Escape") { const lines = document.getElementById("lines"); if (lines) lines.remove(); press("stop") }
  else return;
  event.preventDefault();
});
// One card is sent once, however often Enter is pressed.
for (const form of document.querySelectorAll("form")) form.addEventListener("submit", event => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form")) delete form.dataset.sent });
