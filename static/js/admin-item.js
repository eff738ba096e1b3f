// How long each suggestion is, while it is typed. The server counts again, by each network's own rule, at saving.
const graphemes = new Intl.Segmenter();
const length = (text) =>
  [...graphemes.segment(text.replaceAll("{link}", "x".repeat(23)).replace(/https?:\/\/\S+/g, "x".repeat(23)))].length;
const filled = (sentence, values) => sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

function say(row) {
  const field = row.querySelector("textarea[data-limits]");
  const out = row.querySelector("output.length");
  if (!field || !out) return;
  const limits = JSON.parse(field.dataset.limits);
  const names = JSON.parse(field.dataset.names);
  const network = row.querySelector("select[name$='-network']").value;
  const n = length(field.value);
  const tooLong = network ? n > limits[network] : Object.keys(limits).filter((key) => n > limits[key]);
  if (limits[network]) out.textContent = filled(field.dataset.left, { n: limits[network] - n });
  else {
    const left = network ? [] : tooLong.map((key) => names[key]);
    const said = filled(field.dataset.long, { n });
    out.textContent = left.length ? `${said}, ${filled(field.dataset.not, { names: left.join(", ") })}` : said;
  }
  out.toggleAttribute("data-over", limits[network] ? tooLong : false);
}

for (const event of ["input", "change"])
  document.addEventListener(event, ({ target }) => target.closest("tr.form-row") && say(target.closest("tr.form-row")));
document.querySelectorAll("tr.form-row").forEach(say);
