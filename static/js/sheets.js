// A link with data-sheet opens its page as a dialog: htmx puts <dialog class="sheet"> into #sheet, and it is shown modal here.
// Closing empties the host, gives the focus back to what opened it, and takes back the address if the dialog had one.
let opener = null;

const host = () => document.getElementById("sheet");

function show(dialog) {
  dialog.removeAttribute("open");
  dialog.showModal();
  dialog.scrollTop = 0;
  (dialog.querySelector("[autofocus]") ?? dialog).focus({ preventScroll: true });
  dialog.addEventListener("close", () => {
    dialog.remove();
    const back = opener?.isConnected ? opener : document.getElementById("main");
    back?.focus();
    opener = null;
  });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-sheet]");
  if (link) opener = link.closest("details.menu")?.querySelector("summary") ?? link;

  const dialog = event.target.closest?.("dialog.sheet:modal");
  if (!dialog) return;
  // A click on the backdrop lands on the dialog itself, outside its box.
  const box = dialog.getBoundingClientRect();
  const outside = event.target === dialog && event.detail > 0 &&
    (event.clientY < box.top || event.clientY > box.bottom || event.clientX < box.left || event.clientX > box.right);
  if (outside || event.target.closest("[data-close]")) {
    event.preventDefault();
    dialog.close();
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (!host()?.contains(event.target)) return;
  const dialog = host().querySelector("dialog.sheet");
  if (dialog && !dialog.matches(":modal")) show(dialog);
});

// The server closes the sheet by the header HX-Trigger: sheet-close.
document.addEventListener("sheet-close", () => host()?.querySelector("dialog.sheet")?.close());
