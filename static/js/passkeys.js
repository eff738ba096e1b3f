// Passkeys: what allauth's own script leaves open. A button that needs a passkey is shown only where the browser has them,
// and a refused or broken-off prompt is told in words (data-passkey-error) instead of in the console.
const able = "credentials" in navigator && "PublicKeyCredential" in window;
for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = !able;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const note = document.querySelector("[data-passkey-error]");
  if (note) note.hidden = false;
});
