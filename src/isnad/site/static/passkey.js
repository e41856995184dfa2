// Asks the browser for a passkey and sends what it answers as a form. Nothing is decided here.
const form = document.getElementById("passkey");
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), each => each.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function asked(question) {
  const publicKey = { ...question, challenge: bytes(question.challenge) };
  if (publicKey.user) publicKey.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  for (const name of ["excludeCredentials", "allowCredentials"])
    if (publicKey[name]) publicKey[name] = publicKey[name].map(each => ({ ...each, id: bytes(each.id) }));
  return { publicKey };
}

function answered(made) {
  const response = { clientDataJSON: text(made.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
    if (made.response[name]) response[name] = text(made.response[name]);
  return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} });
}

form.hidden = !window.PublicKeyCredential;
form.addEventListener("submit", async event => {
  if (form.elements.answer.value) return;
  event.preventDefault();
  const question = asked(JSON.parse(form.dataset.question));
  try {
    const credentials = navigator.credentials;
    const made = form.dataset.act === "make" ? await credentials.create(question) : await credentials.get(question);
    form.elements.answer.value = answered(made);
    form.requestSubmit();
  } catch {
    document.getElementById("failed").hidden = false;
  }
});
