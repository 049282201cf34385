// A page drawn in Python. A click on [data-do] and a change of [data-keep] go to Python together
// with every named field; what comes back is the page's HTML and one sentence for the status line.

function values(root) {
  const found = {};
  for (const field of root.querySelectorAll("[name]"))
    found[field.name] = field.type === "checkbox" ? field.checked : field.value;
  return found;
}

function render({ model, el }) {
  const root = document.createElement("div");
  const body = document.createElement("div");
  const status = document.createElement("p");
  root.className = "tpo-page";
  status.className = "tpo-status";
  status.setAttribute("role", "status");
  root.append(body, status);
  el.append(root);

  const draw = () => {
    const open = [...body.querySelectorAll("details[open][id]")].map((part) => part.id);
    const had = body.contains(document.activeElement);
    const at = had ? document.activeElement.id : "";
    body.innerHTML = model.get("html");
    for (const part of body.querySelectorAll("details[id]"))
      if (open.includes(part.id)) part.open = true;
    if (!had) return;
    const again = (at && body.querySelector(`#${CSS.escape(at)}`)) || body.querySelector("[data-here]");
    again?.focus({ preventScroll: true });
  };
  const say = () => (status.textContent = model.get("notice"));
  const send = (name, kind) => model.send({ kind, name, fields: values(body) });

  body.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) send(button.dataset.do, "do");
  });
  body.addEventListener("change", (event) => {
    const field = event.target.closest("[data-keep]");
    if (field) send(field.dataset.keep, "keep");
  });
  // JupyterLab must not take a key meant for the page: "d d" on a button would delete the cell.
  root.addEventListener("keydown", (event) => event.stopPropagation());

  model.on("change:html", draw);
  model.on("change:notice", say);
  draw();
  say();
  return () => {
    model.off("change:html", draw);
    model.off("change:notice", say);
  };
}

export default { render };
