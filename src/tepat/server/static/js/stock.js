// Lines of numbers are typed with one hand: Enter goes on, and a full table grows.
for (const table of document.querySelectorAll("table[data-lines]")) {
  const fields = () => [...table.querySelectorAll("tbody :is(input, select)")];

  const grow = () => {
    const rows = table.tBodies[0].rows;
    const copy = rows[rows.length - 1].cloneNode(true);
    for (const field of copy.querySelectorAll("input, select")) field.value = "";
    table.tBodies[0].append(copy);
  };

  table.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input, select")) return;
    event.preventDefault();
    if (fields().at(-1) === event.target && !table.hasAttribute("data-fixed")) grow();
    const all = fields();
    const next = all[all.indexOf(event.target) + 1];
    if (next) next.focus();
    else event.target.form.querySelector(".btn.go").focus();
  });
}
