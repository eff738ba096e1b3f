// On the export page: one box that ticks or clears all fields. Without script each field has its own box.
const row = document.querySelector("[data-select-all]");
if (row) {
  row.hidden = false;
  row.querySelector("input").addEventListener("change", (event) => {
    for (const box of document.querySelectorAll('.selectable-field-export-row input[type="checkbox"]')) box.checked = event.target.checked;
  });
}
