// One key for what a page offers at one key: elements carry data-key. Without scripts the same elements are links,
// buttons and folds. Keys are asleep while one types into a field, and can be put to sleep altogether (WCAG 2.1.4).
const asleep = () => sessionStorage.getItem("keys") === "off";
const typing = element => element && /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) && element.type !== "radio" && element.type !== "checkbox";
function wanted(key) {
  const row = document.activeElement && document.activeElement.closest("[data-row]");
  const inside = row && row.querySelector(`[data-key="${key}"]`);
  return inside || document.querySelector(`[data-key="${key}"]`);
}
function act(element) {
  if (element.tagName === "SUMMARY") {
    element.parentElement.open = true;
    const field = element.parentElement.querySelector("input:not([type=hidden]), button");
    if (field) { field.focus(); if (field.select) field.select() }
  } else if (typing(element)) element.focus();
  else element.click();
}
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.key.length !== 1) return;
  if (asleep() || typing(document.activeElement)) return;
  const element = wanted(event.key.toLowerCase());
  if (!element || element.disabled) return;
  event.preventDefault();
  act(element);
});
for (const button of document.querySelectorAll("[data-keys-switch]")) {
  const tell = () => { button.textContent = asleep() ? button.dataset.wake : button.dataset.sleep };
  button.hidden = false;
  tell();
  button.addEventListener("click", () => { sessionStorage.setItem("keys", asleep() ? "on" : "off"); tell() });
}
