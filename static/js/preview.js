// Markdown as people will see it, while it is typed: rendered by the server, 300 ms after the last key.
const WAIT = 300;
const waiting = new WeakMap();

async function render(field) {
  const out = document.getElementById(`${field.id}_preview`);
  const { previewUrl } = field.form.dataset;
  if (!out || !previewUrl) return;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
  body.set("text", field.value);
  const asked = field.value;
  const answer = await fetch(previewUrl, { method: "POST", body }).catch(() => null);
  // Cleaned by the server; an answer to words that are no longer there is dropped.
  if (answer?.ok && asked === field.value) out.innerHTML = await answer.text();
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("textarea[data-preview]")) return;
  clearTimeout(waiting.get(target));
  waiting.set(target, setTimeout(() => render(target), WAIT));
});
