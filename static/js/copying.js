// <button data-copy="#id"> copies the value or text of that element. The button says so for two seconds, and a status
// line says it to a screen reader: the dialog's own where a dialog is open, because everything behind it is silent.
async function write(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  // Without the clipboard API (http in a company's own network): a selection and the old command.
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "vh";
  (document.querySelector("dialog:modal") ?? document.body).append(area);
  area.focus({ preventScroll: true });
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("not copied");
}

function say(button) {
  const spoken = document.getElementById("spoken");
  const heard = button.closest("dialog")?.querySelector('[role="status"]') ?? spoken;
  const words = [...button.childNodes].findLast((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue.trim());
  const before = words?.nodeValue;
  heard.textContent = spoken.dataset.copied;
  if (button.matches("button") && words) words.nodeValue = spoken.dataset.copied;
  setTimeout(() => {
    heard.textContent = "";
    if (words) words.nodeValue = before;
  }, 2000);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  const source = button && document.querySelector(button.dataset.copy);
  if (!source || button.dataset.busy) return;
  button.dataset.busy = "yes";
  try {
    await write(source.value ?? source.textContent.trim());
    button.focus();
    say(button);
  } catch {
    source.select?.();
  }
  setTimeout(() => delete button.dataset.busy, 2000);
});

// Without script there is nothing to press.
const reveal = () => document.querySelectorAll("[data-copy][hidden]").forEach((button) => { button.hidden = false; });
document.addEventListener("htmx:load", reveal);
reveal();
