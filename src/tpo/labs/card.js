// The card of a lab: native, labelled inputs beside one picture and its sentence.
//
// Back-pressure: at most one request is with Python at any time. While it runs, only the newest
// wish is kept. A draft (fewer simulated requests) is asked for while a control moves, the full
// run once it has rested for SETTLE milliseconds.

const SETTLE = 150;
const SPEAK = 700; // a screen reader hears a sentence only when the picture has come to rest
const PATIENCE = 4000; // after this long without an answer, say so

function node(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

let cards = 0;

function render({ model, el }) {
  const spec = model.get("spec");
  const me = `tpo-${Date.now().toString(36)}-${++cards}`; // ids on this page only
  const card = node("article", {
    class: "tpo-lab",
    "aria-label": `Lab ${spec.id}: ${spec.title}`,
    "data-lab": spec.id,
  });
  // Outside a text field JupyterLab reads keys as commands: "d d" deletes the cell, "a" adds one.
  // So keys stay in the card, but for the one that saves the notebook.
  card.addEventListener("keydown", (event) => {
    const saves = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    if (!saves) event.stopPropagation();
  });

  // --- what is always there -------------------------------------------------------------
  const gate = node("div", { class: "tpo-gate" });
  const controls = spec.controls.map((control, i) => CONTROL[control.kind](control, `${me}-${i}`));
  const bench = node(
    "fieldset",
    { class: "tpo-controls" },
    node("legend", {}, "Controls"),
    ...controls.filter((control) => !control.card).map((control) => control.element),
  );
  const laid = controls.filter((control) => control.card);
  if (laid.length) {
    bench.append(board(laid, spec.controls.find((one) => one.kind === "place").labels));
    card.classList.add("tpo-with-board");
  }
  const picture = node("div", { class: "tpo-picture" });
  const sentence = node("p", { class: "tpo-sentence" });
  const problem = node("p", { class: "tpo-problem", role: "alert" });
  const waiting = node("p", { class: "tpo-waiting", role: "status" });
  const spoken = node("p", { class: "tpo-spoken", "aria-live": "polite" });
  const after = node("div", { class: "tpo-after" });
  const notice = node("p", { class: "tpo-notice" });
  const figure = node(
    "figure",
    { class: "tpo-figure", "aria-busy": "false" },
    picture,
    node("figcaption", {}, sentence, problem, waiting),
  );
  card.append(
    node(
      "header",
      {},
      node("p", { class: "tpo-kicker" }, `Lab ${spec.id}`),
      node("h3", {}, spec.title),
      node("p", { class: "tpo-intro" }, spec.intro),
    ),
    gate,
    node("div", { class: "tpo-bench" }, bench, figure),
    after,
    notice,
    spoken,
  );
  el.replaceChildren(card);

  // --- moving a control -----------------------------------------------------------------
  let withPython = false;
  let wish = null; // the newest state not yet asked for
  let rest, late, speak;

  function ask() {
    if (withPython || !wish) return;
    withPython = true;
    model.send({ kind: "move", ...wish, reply_to: me });
    wish = null;
    late = setTimeout(() => {
      waiting.textContent =
        "Python is still busy. If the picture doesn't follow, run this cell again.";
    }, PATIENCE);
  }
  function moved() {
    const positions = controls.map((control) => control.position());
    wish = { positions, draft: true };
    figure.setAttribute("aria-busy", "true"); // until the full run of the last move is drawn
    ask();
    clearTimeout(rest);
    rest = setTimeout(() => {
      wish = { positions, draft: false };
      ask();
    }, SETTLE);
  }
  bench.addEventListener("input", moved);

  function draw() {
    const view = model.get("view");
    if (view.reply_to === me) {
      withPython = false;
      if (!view.draft && !wish) figure.setAttribute("aria-busy", "false");
      clearTimeout(late);
      waiting.textContent = "";
    } else {
      controls.forEach((control, i) => control.place(view.positions[i]));
    }
    if (view.error) picture.replaceChildren();
    else picture.innerHTML = view.svg; // our own drawing; learners' words never pass here
    sentence.textContent = view.sentence;
    problem.textContent = view.error;
    clearTimeout(speak);
    if (!view.draft) speak = setTimeout(() => (spoken.textContent = view.sentence), SPEAK);
    ask();
  }

  // --- the lock -------------------------------------------------------------------------
  let wasLocked = false;
  function open() {
    const stage = model.get("stage");
    card.classList.toggle("tpo-locked", stage.locked);
    bench.disabled = stage.locked;
    notice.textContent = stage.notice ?? "";
    if (stage.locked) {
      gate.replaceChildren(questionForm(spec, me, model));
      after.replaceChildren();
    } else if (!gate.querySelector(".tpo-reveal")) {
      gate.replaceChildren(comparison(spec, stage.reveal));
      after.replaceChildren(soWhat(spec, me, model));
      if (wasLocked) gate.querySelector("h4").focus();
    }
    wasLocked = stage.locked;
    after.querySelector(".tpo-so-what")?.saved(stage.note);
  }

  model.on("change:view", draw);
  model.on("change:stage", open);
  open();
  draw();
  return () => {
    [rest, late, speak].forEach(clearTimeout);
    model.off("change:view", draw);
    model.off("change:stage", open);
  };
}

// --- controls: each gives its element, its position and a way to place it ------------------

const CONTROL = { range, choice, toggle, place };

function range({ label, labels }, id) {
  const value = node("output", { for: id, "aria-live": "off" }); // the slider says its value
  const input = node("input", { type: "range", id, min: 0, max: labels.length - 1, step: 1 });
  const show = () => {
    value.textContent = labels[input.value];
    input.setAttribute("aria-valuetext", labels[input.value]);
  };
  input.addEventListener("input", show);
  const element = node(
    "div",
    { class: "tpo-control tpo-range" },
    node("label", { for: id }, label),
    value,
    input,
  );
  const place = (position) => {
    input.value = position;
    show();
  };
  return { element, place, position: () => Number(input.value) };
}

function choice({ label, labels }, id) {
  const { fieldset, inputs } = radios(label, labels, id);
  fieldset.classList.add("tpo-control");
  return {
    element: fieldset,
    place: (position) => (inputs[position].checked = true),
    position: () => inputs.findIndex((input) => input.checked),
  };
}

function toggle({ label }, id) {
  const input = node("input", { type: "checkbox", id });
  return {
    element: node("div", { class: "tpo-control tpo-toggle" }, input, node("label", { for: id }, label)),
    place: (position) => (input.checked = position === 1),
    position: () => (input.checked ? 1 : 0),
  };
}

function place({ label, labels }, id) {
  const select = node("select", { id }, ...labels.map((words, i) => node("option", { value: i }, words)));
  const element = node(
    "div",
    { class: "tpo-control tpo-place", draggable: "true" },
    node("label", { for: id }, label),
    select,
  );
  const control = { element, card: true, lists: [], position: () => Number(select.value) };
  control.place = (position) => {
    const focused = element.contains(document.activeElement);
    select.value = position;
    const list = control.lists[position];
    if (list && element.parentNode !== list) {
      list.append(element);
      if (focused) select.focus(); // a node that moves loses the focus
    }
  };
  select.addEventListener("input", () => control.place(Number(select.value)));
  control.send = (position) => {
    control.place(position);
    select.dispatchEvent(new Event("input", { bubbles: true }));
  };
  return control;
}

// Where the cards lie: one lane for each place, so that many cards in one of them stay in view.
function board(laid, labels) {
  let held = null;
  const lists = labels.map(() => node("div", { class: "tpo-list" }));
  const lanes = labels.map((words, i) => {
    const lane = node("div", { class: "tpo-lane", role: "group", "aria-label": words },
      node("p", { "aria-hidden": "true" }, words), lists[i]);
    lane.addEventListener("dragover", (event) => held && event.preventDefault());
    lane.addEventListener("drop", (event) => {
      event.preventDefault();
      if (held) held.send(i);
      held = null;
    });
    return lane;
  });
  for (const card of laid) {
    card.lists = lists;
    lists[0].append(card.element);
    card.element.addEventListener("dragstart", (event) => {
      if (card.element.closest("fieldset").disabled) return event.preventDefault();
      held = card;
      event.dataTransfer.setData("text/plain", "card");
      event.dataTransfer.effectAllowed = "move";
    });
    card.element.addEventListener("dragend", () => (held = null));
  }
  return node("div", { class: "tpo-board" }, ...lanes);
}

function radios(legend, labels, name) {
  const inputs = labels.map((_, i) => node("input", { type: "radio", name, value: i }));
  const fieldset = node(
    "fieldset",
    { class: "tpo-radios" },
    node("legend", {}, legend),
    node("div", {}, ...labels.map((words, i) => node("label", {}, inputs[i], node("span", {}, words)))),
  );
  return { fieldset, inputs };
}

// --- before: the question; after: the comparison and the one line about it ------------------

function questionForm(spec, me, model) {
  const chosen = (group) => group.inputs.findIndex((input) => input.checked);
  const sure = radios("How sure are you?", spec.confidences.map((c) => `${c}\u00a0%`), `${me}-sure`);
  sure.fieldset.append(
    node("p", { class: "tpo-hint" }, "50\u00a0% is a guess. 99\u00a0% means you would be amazed to be wrong."),
  );
  let answer; // { element, focus, read } where read gives undefined until it is answered
  if (Array.isArray(spec.answer)) {
    const group = radios("Your prediction", spec.answer, `${me}-answer`);
    answer = {
      element: group.fieldset,
      focus: () => group.inputs[0].focus(),
      read: () => (chosen(group) < 0 ? undefined : chosen(group)),
    };
  } else {
    const { unit, low, high } = spec.answer;
    const id = `${me}-answer`;
    const input = node("input", { type: "number", id, min: low, max: high, step: "any" });
    answer = {
      element: node(
        "div",
        { class: "tpo-number" },
        node("label", { for: id }, `Your prediction, from ${low} to ${high} ${unit}`),
        node("div", {}, input, node("span", { "aria-hidden": "true" }, unit)),
      ),
      focus: () => input.focus(),
      read: () => (input.value !== "" && input.validity.valid ? input.valueAsNumber : undefined),
    };
  }
  const missing = node("p", { class: "tpo-missing", role: "alert" });
  const button = node("button", { type: "submit" }, "Lock in my prediction");
  const form = node(
    "form",
    { class: "tpo-question", novalidate: true },
    node("h4", {}, "Predict first"),
    node("p", { class: "tpo-ask" }, spec.question),
    node("div", { class: "tpo-answers" }, answer.element, sure.fieldset),
    node("div", { class: "tpo-send" }, button, missing),
    node("p", { class: "tpo-hint" }, "The controls open when your prediction is locked in."),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = answer.read();
    if (given === undefined) {
      missing.textContent = "Give your prediction first.";
      answer.focus();
    } else if (chosen(sure) < 0) {
      missing.textContent = "Now say how sure you are.";
      sure.inputs[0].focus();
    } else {
      missing.textContent = "";
      button.disabled = true;
      button.textContent = "Running it…";
      model.send({ kind: "predict", answer: given, confidence: spec.confidences[chosen(sure)] });
    }
  });
  return form;
}

function comparison(spec, reveal) {
  const side = (term, big, small) =>
    node("p", {}, node("span", {}, term), node("b", {}, big), node("span", {}, small));
  return node(
    "section",
    { class: "tpo-reveal", "aria-label": "Your prediction and the run" },
    node("h4", { tabindex: -1, "aria-label": reveal.sentence }, reveal.right ? "As you predicted" : "Not what you predicted"),
    node("p", { class: "tpo-ask" }, spec.question),
    node(
      "div",
      { class: "tpo-sides" },
      side("You said", reveal.said, `${reveal.confidence}\u00a0% sure`),
      side("The run says", reveal.says, ""),
    ),
    node("p", { class: "tpo-explain" }, reveal.explain),
  );
}

function soWhat(spec, me, model) {
  const id = `${me}-so-what`;
  const input = node("input", { type: "text", id, maxlength: 2000, autocomplete: "off" });
  const done = node("p", { class: "tpo-hint", role: "status" });
  const form = node(
    "form",
    { class: "tpo-so-what" },
    node("label", { for: id }, node("b", {}, "So what? "), spec.so_what),
    node("div", {}, input, node("button", { type: "submit" }, "Keep this line")),
    done,
  );
  let kept = "";
  form.saved = (text) => {
    if (!text || text === kept) return;
    kept = text;
    input.value = text;
    done.textContent = "Kept in your learning record.";
  };
  input.addEventListener("input", () => (done.textContent = ""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === kept && text) done.textContent = "Kept in your learning record.";
    else if (text) model.send({ kind: "note", text });
  });
  return form;
}

export default { render };
