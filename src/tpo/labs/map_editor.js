// A map on a sheet: boxes to drag or to move with the arrow keys, arrows between them, and lists
// of both for the keyboard and for screen readers. A change shows at once. Python reads it, saves it
// and sends back the map with its Mermaid text, and the number of the change; what it sends back to
// an earlier change than the last is out of date and not shown.

const KINDS = { sync: "call, waits", event: "event, nobody waits", data: "reads its tables", external: "call, outside" };
const ROLES = { container: "runs at our place", person: "person", external: "another company" };
const DASH = { sync: "", external: "", event: "7 5", data: "2 4" };
const PATIENCE = 4000; // ms
const UNSAVED = "Your last changes are not saved yet: Python has not answered. It may be busy with another cell; then this goes " +
  "away by itself. If it stays, write your changes down, restart the kernel and run the cell above again.";
const WIDE = 148, HIGH = 46, SHEET = 1000;

function node(tag, attributes = {}, ...children) {
  const svg = ["svg", "g", "rect", "text", "line", "path", "polygon"].includes(tag);
  const element = svg
    ? document.createElementNS("http://www.w3.org/2000/svg", tag)
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function choice(options, chosen) {
  const select = node("select");
  for (const [value, words] of Object.entries(options)) select.append(node("option", { value }, words));
  if (chosen !== undefined) select.value = chosen;
  return select;
}

const labelled = (words, input) => node("label", {}, words, input);

function render({ model, el }) {
  const card = node("section", { class: "tpo-map", "aria-label": `Map editor for ${model.get("file_name")}` });
  // Outside a text field JupyterLab reads keys as commands; "d d" would delete the cell.
  card.addEventListener("keydown", (event) => {
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === "z" && !event.target.matches("input, textarea")) {
      event.preventDefault();
      undo();
    }
    if (!(control && event.key.toLowerCase() === "s")) event.stopPropagation();
  });

  const places = new Map(); // name -> {x, y}; only on this page, the file keeps what is drawn
  const past = [];
  let picked = null; // the box an arrow will start from
  let focused = null; // the box that has the keyboard, to find it again after drawing

  const name = node("input", { type: "text", maxlength: 60 });
  const role = choice(ROLES);
  const addBox = node("form", {}, labelled("New box", name), labelled("It is", role), node("button", { type: "submit" }, "Add box"));
  const from = node("select"), to = node("select"), kind = choice({ sync: KINDS.sync, event: KINDS.event, data: KINDS.data });
  const purpose = node("input", { type: "text", maxlength: 110, size: 30 });
  const addArrow = node("form", {}, labelled("From", from), labelled("To", to), labelled("Kind of arrow", kind),
    labelled("Purpose, in plain words", purpose), node("button", { type: "submit" }, "Add arrow"));
  const undoButton = node("button", { type: "button", disabled: true }, "Undo");
  const deleteButton = node("button", { type: "button", disabled: true }, "Delete the chosen box");
  const sheet = node("svg", { role: "group", "aria-label": "The map. Tab to a box; Enter begins or ends an arrow, the arrow keys move the box, Delete removes it." });
  const spoken = node("p", { role: "status", "aria-live": "polite" });
  const notice = node("p", { role: "alert" });
  const rows = node("tbody");
  const table = node("table", {}, node("thead", {}, node("tr", {}, ...["From", "To", "Kind", "Purpose", ""].map((head) => node("th", { scope: "col" }, head)))), rows);
  const text = node("textarea", { spellcheck: "false" });
  const readText = node("button", { type: "button" }, "Read this text");
  card.append(addBox, addArrow, node("div", { class: "tpo-map-row" }, undoButton, deleteButton), sheet, spoken, notice,
    node("h4", {}, "Arrows"), table, labelled("The map as text (Mermaid). You may type here as well.", text),
    node("div", { class: "tpo-map-row" }, readText));
  el.append(card);

  let drawn = [model.get("boxes"), model.get("arrows")];
  let sent = model.get("step"); // the number of the last change
  const boxes = () => drawn[0];
  const arrows = () => drawn[1];
  const lines = []; // the rows of the table, one for each arrow

  function say(words) { spoken.textContent = words; }

  function change(newBoxes, newArrows, words) {
    past.push(drawn);
    show([newBoxes, newArrows]);
    say(words);
  }

  function show(now) {
    drawn = now;
    tell({ kind: "drawn", boxes: now[0], arrows: now[1] });
    draw();
  }

  // What the page shows is not saved before Python has answered; if that takes long, say so.
  function tell(content) {
    const step = ++sent;
    model.send({ ...content, step });
    setTimeout(() => { if (step === sent && model.get("step") < step) notice.textContent = UNSAVED; }, PATIENCE);
  }

  function undo() {
    const before = past.pop();
    if (!before) return say("Nothing to undo.");
    picked = null;
    show(before);
    say("Undone.");
  }

  function remove(box) {
    if (picked === box) picked = null;
    change(boxes().filter((one) => one.name !== box), arrows().filter((one) => one.from !== box && one.to !== box), `${box} and its arrows are deleted.`);
  }

  function connect(start, end) {
    if (!start || !end) return say("Choose a box at each end.");
    if (start === end) return say("An arrow needs two different boxes.");
    const there = arrows().some((one) => one.from === start && one.to === end && one.kind === kind.value);
    if (there) return say(`There is already such an arrow from ${start} to ${end}.`);
    const fresh = { from: start, to: end, kind: kind.value, purpose: purpose.value.trim(), strength: "hard" };
    purpose.value = "";
    change(boxes(), [...arrows(), fresh], `Arrow from ${start} to ${end}, ${KINDS[fresh.kind]}.`);
  }

  function choose(box) {
    if (picked && picked !== box) {
      const start = picked;
      picked = null;
      connect(start, box);
    } else {
      picked = picked === box ? null : box;
      say(picked ? `${box} is chosen. Choose another box to draw an arrow to it.` : `${box} is no longer chosen.`);
    }
    draw();
  }

  function place(box, index) {
    if (!places.has(box)) {
      const columns = 6;
      for (let slot = index; ; slot++) {
        const spot = { x: 85 + 165 * (slot % columns), y: 40 + 95 * Math.floor(slot / columns) };
        const free = [...places.values()].every((one) => Math.abs(one.x - spot.x) > 140 || Math.abs(one.y - spot.y) > 55);
        if (free) { places.set(box, spot); break; }
      }
    }
    return places.get(box);
  }

  function line(arrow) {
    const a = places.get(arrow.from), b = places.get(arrow.to);
    if (!a || !b || (a.x === b.x && a.y === b.y)) return "";
    const dx = b.x - a.x, dy = b.y - a.y, far = Math.hypot(dx, dy);
    const cut = Math.min(0.45, (WIDE / 2 + 3) / Math.abs(dx || 1e-9), (HIGH / 2 + 3) / Math.abs(dy || 1e-9));
    const [x1, y1, x2, y2] = [a.x + dx * cut, a.y + dy * cut, b.x - dx * cut, b.y - dy * cut];
    const [ux, uy] = [dx / far, dy / far];
    const tip = [[0, 0], [1, 1], [1, -1]].map(([p, q]) => `${x2 - 10 * p * ux - 5 * q * uy},${y2 - 10 * p * uy + 5 * q * ux}`).join(" ");
    return node("g", { "aria-hidden": "true" },
      node("line", { x1, y1, x2, y2, stroke: "#1b2330", "stroke-width": arrow.kind === "data" ? 3 : 1.8, "stroke-dasharray": DASH[arrow.kind] }),
      node("polygon", { points: tip, fill: "#1b2330" }));
  }

  function shape(box) {
    const { x, y } = places.get(box.name);
    const here = arrows().filter((one) => one.from === box.name).map((one) => `${KINDS[one.kind]}: ${one.to}`);
    const group = node("g", {
      tabindex: 0, role: "button", "data-box": box.name, "aria-pressed": String(picked === box.name), transform: `translate(${x},${y})`,
      "aria-label": `${box.name}, ${ROLES[box.kind]}, ${here.length ? `arrows to ${here.join("; ")}` : "no arrows go out"}`,
    }, node("rect", { x: -WIDE / 2, y: -HIGH / 2, width: WIDE, height: HIGH, rx: box.kind === "person" ? HIGH / 2 : 6, fill: "#fff",
      stroke: "#1b2330", "stroke-width": 1.4, "stroke-dasharray": box.kind === "external" ? "6 4" : "" }),
      node("text", { "text-anchor": "middle", y: 5 }, box.name.length > 18 ? `${box.name.slice(0, 17)}…` : box.name));
    group.addEventListener("focus", () => { focused = box.name; });
    group.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [-20, 0], ArrowRight: [20, 0], ArrowUp: [0, -20], ArrowDown: [0, 20] }[event.key];
      if (event.key === "Enter" || event.key === " ") choose(box.name);
      else if (event.key === "Delete" || event.key === "Backspace") remove(box.name);
      else if (event.key === "Escape") { picked = null; draw(); }
      else if (step) { move(box.name, x + step[0], y + step[1]); draw(); }
      else return;
      event.preventDefault();
    });
    group.addEventListener("pointerdown", (event) => drag(event, group, box.name));
    return group;
  }

  function move(box, x, y) {
    places.set(box, { x: Math.min(Math.max(x, WIDE / 2), SHEET - WIDE / 2), y: Math.max(y, HIGH / 2) });
  }

  function drag(event, group, box) {
    const scale = SHEET / sheet.getBoundingClientRect().width;
    const begin = { x: event.clientX, y: event.clientY, ...{ at: places.get(box) } };
    let moved = false;
    focused = box;
    group.setPointerCapture(event.pointerId);
    group.onpointermove = (now) => {
      const dx = (now.clientX - begin.x) * scale, dy = (now.clientY - begin.y) * scale;
      if (Math.hypot(dx, dy) > 6) moved = true;
      if (moved) {
        move(box, begin.at.x + dx, begin.at.y + dy);
        const { x, y } = places.get(box);
        group.setAttribute("transform", `translate(${x},${y})`);
      }
    };
    group.onpointerup = () => {
      group.onpointermove = group.onpointerup = null;
      if (moved) { say(`${box} is moved.`); draw(); } else choose(box);
    };
  }

  function row(arrow, index) {
    const which = `arrow from ${arrow.from} to ${arrow.to}`;
    const kinds = choice(KINDS, arrow.kind);
    kinds.setAttribute("aria-label", `Kind of the ${which}`);
    kinds.addEventListener("change", () => edit(index, { kind: kinds.value }));
    const words = node("input", { type: "text", size: 34, maxlength: 110, "aria-label": `Purpose of the ${which}` });
    words.value = arrow.purpose;
    words.addEventListener("change", () => edit(index, { purpose: words.value.trim() }));
    const gone = node("button", { type: "button", "aria-label": `Delete the ${which}` }, "Delete");
    gone.addEventListener("click", () => change(boxes(), arrows().filter((_, i) => i !== index), `The ${which} is deleted.`));
    const element = node("tr", {}, node("td", {}, arrow.from), node("td", {}, arrow.to), node("td", {}, kinds), node("td", {}, words), node("td", {}, gone));
    return { from: arrow.from, to: arrow.to, kinds, words, element };
  }

  // A row that is there already stays: somebody may be typing in it.
  function drawRows() {
    arrows().forEach((arrow, index) => {
      const old = lines[index];
      if (old?.from !== arrow.from || old.to !== arrow.to) lines[index] = row(arrow, index);
      else {
        old.kinds.value = arrow.kind;
        if (document.activeElement !== old.words) old.words.value = arrow.purpose;
      }
    });
    lines.length = arrows().length;
    if (lines.length !== rows.children.length || lines.some((one, index) => one.element !== rows.children[index])) {
      rows.replaceChildren(...lines.map((one) => one.element));
    }
  }

  function edit(index, part) {
    const arrow = { ...arrows()[index], ...part };
    change(boxes(), arrows().map((one, i) => (i === index ? arrow : one)), `The arrow from ${arrow.from} to ${arrow.to} is changed.`);
  }

  function draw() {
    const hadFocus = sheet.contains(document.activeElement);
    for (const gone of [...places.keys()].filter((one) => !boxes().some((box) => box.name === one))) places.delete(gone);
    boxes().forEach((box, index) => place(box.name, index));
    const height = Math.max(240, ...[...places.values()].map((one) => one.y + 40));
    sheet.setAttribute("viewBox", `0 0 ${SHEET} ${height}`);
    sheet.replaceChildren(...arrows().map(line).filter(Boolean), ...boxes().map(shape));
    if (hadFocus && focused) sheet.querySelector(`[data-box="${CSS.escape(focused)}"]`)?.focus();
    drawRows();
    for (const select of [from, to]) {
      const before = select.value;
      select.replaceChildren(...boxes().map((box) => node("option", { value: box.name }, box.name)));
      if (boxes().some((box) => box.name === before)) select.value = before;
    }
    undoButton.disabled = past.length === 0;
    deleteButton.disabled = !picked;
  }

  addBox.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = name.value.trim();
    if (!words) return say("Give the box a name first.");
    if (boxes().some((box) => box.name.toLowerCase() === words.toLowerCase())) return say(`There is already a box ${words}.`);
    change([...boxes(), { name: words, kind: role.value, owner: "" }], arrows(), `${words} is added, ${ROLES[role.value]}.`);
    name.value = "";
    name.focus();
  });
  addArrow.addEventListener("submit", (event) => { event.preventDefault(); connect(from.value, to.value); });
  undoButton.addEventListener("click", undo);
  deleteButton.addEventListener("click", () => picked && remove(picked));
  readText.addEventListener("click", () => {
    past.push(drawn);
    tell({ kind: "typed", text: text.value });
    say("The text is read.");
  });
  const showText = () => { if (document.activeElement !== text) text.value = model.get("text"); };
  const showNotice = () => { notice.textContent = model.get("notice"); };
  model.on("change:step", () => {
    if (model.get("step") < sent) return;
    sent = model.get("step");
    showNotice();
    const told = [model.get("boxes"), model.get("arrows")];
    if (JSON.stringify(told) === JSON.stringify(drawn)) return; // it shows that already
    drawn = told;
    draw();
  });
  model.on("change:text", showText);
  model.on("change:notice", showNotice);
  draw();
  text.value = model.get("text");
  showNotice();
}

export default { render };
