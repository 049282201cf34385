// The assessment: native, labelled inputs, one step at a time. An answer goes to Python as soon as
// it is whole, and Python keeps it; so the page can be closed at any moment.

function node(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

let forms = 0;

function render({ model, el }) {
  const spec = model.get("spec");
  const me = `tpo-form-${Date.now().toString(36)}-${++forms}`;
  const kept = () => model.get("kept");
  // What was just chosen and may not be back from Python yet.
  const fresh = { context: {}, self: {}, then: {}, answers: {}, guess: null };
  const has = (kind, id) => fresh[kind][id] ?? kept()[kind]?.[id];
  const guess = () => fresh.guess ?? kept().guess;

  const card = node("article", { class: "tpo-lab tpo-form", "aria-label": `Assessment: ${spec.title}`, "data-form": spec.form });
  card.addEventListener("keydown", (event) => {
    const saves = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    if (!saves) event.stopPropagation(); // JupyterLab reads keys as commands: "d d" deletes the cell
  });
  const bar = node("progress", { max: 1, value: 0, "aria-label": "How much is answered" });
  const told = node("p", { class: "tpo-hint", role: "status" });
  const step = node("div", { class: "tpo-step" });
  const notice = node("p", { class: "tpo-notice" });
  card.append(
    node("header", {},
      node("p", { class: "tpo-kicker" }, `About ${spec.minutes} minutes · for you alone`),
      node("h3", {}, spec.title),
      node("p", { class: "tpo-intro" },
        "Each answer is kept at once. Stop whenever you like; run this cell again and go on where you stopped."),
    ),
    node("div", { class: "tpo-progress" }, bar, told), step, notice);
  el.replaceChildren(card);

  // --- the steps ------------------------------------------------------------------------
  const steps = [];
  if (spec.context.length) steps.push({ draw: drawContext, done: () => spec.context.every((q) => has("context", q.id)) });
  steps.push({ draw: () => drawScale("self"), done: () => spec.competencies.every((c) => has("self", c.id)) });
  if (spec.then) steps.push({ draw: () => drawScale("then"), done: () => spec.competencies.every((c) => has("then", c.id)) });
  spec.items.forEach((item, n) => steps.push({ draw: () => drawItem(item, n), done: () => !!has("answers", item.id) }));
  steps.push({ draw: drawGuess, done: () => guess().length === spec.guesses });
  steps.push({ draw: drawEnd, done: () => true });
  let at = steps.findIndex((one) => !one.done());
  if (at < 0) at = steps.length - 1;

  function progress() {
    const answered = spec.items.filter((item) => has("answers", item.id)).length;
    bar.value = steps.slice(0, -1).filter((one) => one.done()).length / (steps.length - 1);
    told.textContent = `${answered} of ${spec.items.length} tasks answered.`;
  }

  step.addEventListener("change", () => {
    const problem = step.querySelector(".tpo-missing");
    if (problem) problem.textContent = "";
  });

  function go(to, focus = true) {
    at = Math.min(Math.max(to, 0), steps.length - 1);
    step.replaceChildren(...steps[at].draw());
    progress();
    if (focus) step.querySelector("h4")?.focus();
  }

  function moves(missing) {
    const back = node("button", { type: "button", class: "tpo-quiet", disabled: at === 0 }, "Back");
    const next = node("button", { type: "button" }, "Next");
    const problem = node("p", { class: "tpo-missing", role: "alert" });
    back.addEventListener("click", () => go(at - 1));
    next.addEventListener("click", () => {
      if (steps[at].done()) go(at + 1);
      else problem.textContent = missing();
    });
    return node("div", { class: "tpo-row" }, back, next, problem);
  }

  const heading = (words) => node("h4", { tabindex: -1 }, words);

  function radios(legend, options, name, chosen, pick, extra = "") {
    const inputs = options.map(([value]) => node("input", { type: "radio", name, value, checked: value === chosen }));
    inputs.forEach((input, i) => input.addEventListener("change", () => pick(options[i][0])));
    return node("fieldset", { class: `tpo-radios ${extra}` }, node("legend", {}, legend),
      node("div", {}, ...options.map(([, words], i) => node("label", {}, inputs[i], node("span", {}, words)))));
  }

  function keepChoice(kind, id, value) {
    fresh[kind][id] = value;
    model.send({ kind, id, value });
    progress();
  }

  function drawContext() {
    return [heading("Three questions about you"),
      ...spec.context.map((q) => radios(q.ask, q.options, `${me}-${q.id}`, has("context", q.id), (value) => keepChoice("context", q.id, value))),
      moves(() => "One of the three questions is still open.")];
  }

  function drawScale(kind) {
    const words = kind === "self"
      ? ["How do you rate yourself today?", "Fourteen things a technical product owner does. Choose what is true today; nobody else sees it."]
      : ["And at the start of the course?", "Looking back from today: how would you now rate the person you were then?"];
    const head = node("tr", {}, node("th", { scope: "col" }, "I can do this"),
      ...spec.levels.map(([level, anchor]) => node("th", { scope: "col" }, node("b", {}, level), node("br"), anchor)));
    const rows = spec.competencies.map((c) => node("tr", {},
      node("th", { scope: "row" }, node("b", {}, c.name), c.can),
      ...spec.levels.map(([level]) => {
        const input = node("input", { type: "radio", name: `${me}-${kind}-${c.id}`, "aria-label": `${c.name}: ${level}`, checked: has(kind, c.id) === level });
        input.addEventListener("change", () => keepChoice(kind, c.id, level));
        return node("td", {}, node("label", {}, input));
      })));
    const missing = () => {
      const open = spec.competencies.filter((c) => !has(kind, c.id));
      return open.length === 1 ? `Still open: ${open[0].name}.` : `${open.length} rows are still open, the first is ${open[0].name}.`;
    };
    return [heading(words[0]), node("p", { class: "tpo-intro" }, words[1]),
      node("table", { class: "tpo-scale" }, node("thead", {}, head), node("tbody", {}, ...rows)),
      moves(missing)];
  }

  function drawItem(item, n) {
    let [option, sure] = has("answers", item.id) ?? [];
    const whole = (newOption, newSure) => {
      option = newOption ?? option;
      sure = newSure ?? sure;
      if (option === undefined || sure === undefined) return;
      fresh.answers[item.id] = [option, sure];
      model.send({ kind: "answer", id: item.id, option, confidence: sure });
      progress();
    };
    const parts = [heading(`Task ${n + 1} of ${spec.items.length}`), node("p", { class: "tpo-ask" }, item.ask)];
    if (item.shown) parts.push(node("pre", { tabindex: 0, "aria-label": "Something to read" }, item.shown));
    parts.push(
      radios("Your answer", item.options.map((words, i) => [i, words]), `${me}-${item.id}`, option, (value) => whole(value, undefined), "tpo-options"),
      radios("How sure are you?", spec.confidences.map((c) => [c, `${c}\u00a0%`]), `${me}-${item.id}-sure`, sure, (value) => whole(undefined, value)),
      node("p", { class: "tpo-hint" }, "50\u00a0% is the lowest. Choose it when you guess; that helps you most."),
      moves(() => (option === undefined ? "Choose an answer first; a guess is fine." : "Now say how sure you are.")));
    return parts;
  }

  function drawGuess() {
    const chosen = new Set(guess());
    const count = node("p", { class: "tpo-hint", role: "status" });
    const boxes = spec.competencies.map((c) => {
      const input = node("input", { type: "checkbox", checked: chosen.has(c.id) });
      input.addEventListener("change", () => {
        if (input.checked) chosen.add(c.id);
        else chosen.delete(c.id);
        say();
      });
      return node("label", {}, input, node("span", {}, c.name));
    });
    function say() {
      count.textContent = `${chosen.size} of ${spec.guesses} chosen.`;
      fresh.guess = [...chosen];
      if (chosen.size === spec.guesses) model.send({ kind: "guess", value: [...chosen] });
      progress();
    }
    say();
    return [heading("Before you look"),
      node("p", { class: "tpo-ask" }, "Which three do you expect to be your largest gaps?"),
      node("fieldset", { class: "tpo-picks-of" }, node("legend", { class: "tpo-spoken" }, "Three largest gaps"), node("div", { class: "tpo-picks" }, ...boxes)),
      count, moves(() => `Choose exactly ${spec.guesses}; now it is ${chosen.size}.`)];
  }

  function drawEnd() {
    const missing = steps.slice(0, -1).findIndex((one) => !one.done());
    if (missing >= 0) {
      const there = node("button", { type: "button" }, "Go there");
      there.addEventListener("click", () => go(missing));
      return [heading("Nearly there"), node("p", { class: "tpo-ask" }, "Something is still open."), node("div", { class: "tpo-row" }, there)];
    }
    const back = node("button", { type: "button", class: "tpo-quiet" }, "Back");
    back.addEventListener("click", () => go(at - 1));
    return [heading("Done"), node("p", { class: "tpo-ask" }, "Everything is answered and kept. Now run the next cell: it draws your gap map."),
      node("div", { class: "tpo-row" }, back)];
  }

  const tell = () => (notice.textContent = model.get("notice"));
  model.on("change:kept", progress);
  model.on("change:notice", tell);
  go(at, false);
  tell();
  return () => {
    model.off("change:kept", progress);
    model.off("change:notice", tell);
  };
}

export default { render };
