// What the stock admin leaves unsaid to a screen reader: the date and time inputs of a split field get a name of their own.
for (const input of document.querySelectorAll("input.vDateField, input.vTimeField")) {
  if (input.labels.length || input.hasAttribute("aria-label")) continue;
  const row = input.closest(".fieldBox, .form-row");
  const label = row?.querySelector("label, legend")?.textContent.trim() ?? "";
  const own = input.previousSibling?.textContent?.trim() ?? "";
  input.setAttribute("aria-label", `${label} ${own}`.trim());
}

// In a table of inlines the column's name is the field's name.
function nameCells() {
  for (const control of document.querySelectorAll("td[data-label] :is(input:not([type=hidden]), select, textarea)")) {
    if (!control.labels.length && !control.hasAttribute("aria-label")) control.setAttribute("aria-label", control.closest("td").dataset.label);
  }
}
document.addEventListener("formset:added", nameCells);
nameCells();
