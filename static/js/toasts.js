// A toast stays as long as its data-seconds (the time to undo), or until it is dismissed; never while it is hovered or focused.
const watched = new WeakSet();

function watch(toast) {
  if (watched.has(toast)) return;
  watched.add(toast);
  const ends = Date.now() + Number(toast.dataset.seconds) * 1000;
  const look = () => {
    if (!toast.isConnected) return;
    const held = toast.matches(":hover, :focus-within") && !toast.querySelector("[data-undo]");
    if (Date.now() >= ends && !held) toast.remove();
    else setTimeout(look, 250);
  };
  look();
}

const watchAll = () => document.querySelectorAll(".toast[data-seconds]").forEach(watch);

document.addEventListener("htmx:load", watchAll);
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-dismiss]")) event.target.closest(".toast, .note")?.remove();
});
watchAll();
