// Looks into a whole picture with OpenSeadragon: grey until colour is asked for, all of it by keys too. One picture, ours.
// OpenSeadragon adds a sheet of its own unless one of that name is there; our pages allow no inline style, so a word of
// that name, in no language of browsers, stands in for it.
document.head.appendChild(document.createElementNS("urn:isnad", "style")).setAttribute("data-openseadragon-mobile-css", "");
const place = document.getElementById("shown");
const viewer = OpenSeadragon({
  element: place, tileSources: { type: "image", url: place.dataset.picture }, drawer: "canvas", prefixUrl: "",
  showNavigationControl: false, animationTime: 0.25, maxZoomPixelRatio: 4, visibilityRatio: 0.6, crossOriginPolicy: false,
  keyboardNavEnabled: true,
});
const step = { in: () => viewer.viewport.zoomBy(1.4), out: () => viewer.viewport.zoomBy(1 / 1.4), home: () => viewer.viewport.goHome(),
  turn: () => viewer.viewport.setRotation((viewer.viewport.getRotation() + 90) % 360),
  colour: button => { const grey = place.classList.toggle("grey"); button.setAttribute("aria-pressed", String(!grey)) } };
const keys = { "+": "in", "=": "in", "-": "out", "0": "home", r: "turn", c: "colour" };
for (const button of document.querySelectorAll("[data-zoom]")) {
  button.hidden = false;
  button.addEventListener("click", () => { step[button.dataset.zoom](button); viewer.viewport.applyConstraints() });
}
document.addEventListener("keydown", event => {
  const button = keys[event.key] && document.querySelector(`[data-zoom="${keys[event.key]}"]`);
  if (!button || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  button.click();
}, true);
viewer.addHandler("open", () => { place.dataset.open = "yes" });
