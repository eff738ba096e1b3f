// A button that prints the page. Without this file it stays hidden: the browser's own menu prints too.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
