// <button data-copy="#id"> copies the value or text of that element; <button data-copy-text="…"> copies its own words.
// The button says so for two seconds (data-done), and #spoken says it to a screen reader.
async function write(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  // Without the clipboard API (http in a company's own network): a selection and the old command.
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "vh";
  (document.querySelector("dialog:modal") ?? document.body).append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("not copied");
}

export async function copy(button) {
  const source = button.dataset.copy && document.querySelector(button.dataset.copy);
  const text = source ? (source.value ?? source.textContent.trim()) : button.dataset.copyText;
  try {
    await write(text);
  } catch {
    source?.select?.();
    return false;
  }
  const label = button.querySelector("[data-label]") ?? button;
  const before = label.textContent;
  const spoken = document.getElementById("spoken");
  if (button.dataset.done) {
    label.textContent = button.dataset.done;
    if (spoken) spoken.textContent = button.dataset.done;
    setTimeout(() => { label.textContent = before; if (spoken) spoken.textContent = ""; }, 2000);
  }
  button.focus();
  return true;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy], [data-copy-text]");
  if (button) copy(button);
});
