// Characters left, by the network's own rule as far as a browser can tell; the server counts again.
// <textarea data-max="500" data-out="id" data-address="23">: graphemes, every address counts data-address (0: as it stands).
// The element with that id shows the number without a sign; its parent has data-over when the text is too long, and
// may hold one word for either case: .when-left and .when-over (sheet.css).
const segmenter = new Intl.Segmenter();

function lengthOf(text, address) {
  const counted = address ? text.replace(/https?:\/\/\S+/g, "x".repeat(address)) : text;
  return [...segmenter.segment(counted)].length;
}

function count(field) {
  const out = document.getElementById(field.dataset.out);
  if (!out) return;
  const left = field.dataset.max - lengthOf(field.value, Number(field.dataset.address ?? 23));
  out.textContent = Math.abs(left).toLocaleString(document.documentElement.lang);
  out.parentElement.toggleAttribute("data-over", left < 0);
  const spoken = document.querySelector("[data-spoken]");
  if (spoken && [50, 20, 0].includes(left)) spoken.textContent = out.parentElement.innerText;
}

const countAll = () => document.querySelectorAll("textarea[data-max]").forEach(count);
document.addEventListener("input", (event) => { if (event.target.matches?.("textarea[data-max]")) count(event.target); });
document.addEventListener("htmx:load", countAll);
countAll();
