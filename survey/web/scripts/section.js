// One section on the page: what was typed is kept at every change and shown again; questions that are
// not asked hide while the others are being answered. Without it the page says in words when a question
// is asked, and the server decides as before.
var Section = (() => {
  const form = document.querySelector("form[data-rest]");
  if (!form || document.body.dataset.open === undefined) return null;
  const PARTS = ["", "--state", "--note", "--reason"];
  const page = document.body.dataset;
  const rest = JSON.parse(form.dataset.rest);
  const places = [...form.querySelectorAll(".q")];
  const names = places.map((place) => place.id.slice(2));
  const rules = places.map((place) => place.dataset.rule && JSON.parse(place.dataset.rule));
  const section = { form, names, places, fields, show, draw, settle, shown: +page.rev };
  const dirty = new Set();
  let keeping = null, writing = [];

  const stored = (q) => {
    const draft = Syncing.draft;
    return draft.edits[q] ? draft.edits[q].f : draft.rev >= section.shown ? draft.answers[q] : null;
  };

  function fields(q) {
    const known = Syncing.draft && stored(q);
    return PARTS.map((part, n) => {
      const field = form.elements[q + part];
      return field ? field.value : (known || [])[n] || "";
    });
  }

  function show(q, texts) {
    PARTS.forEach((part, n) => {
      const field = form.elements[q + part];
      if (!field || field.value === texts[n]) return;
      if (field.tagName) field.value = texts[n];
      else for (const radio of field) radio.checked = radio.value === texts[n];
    });
  }

  // What a rule reads; a text that is no number is missing until the server has judged it.
  function value(texts, choice) {
    if (texts[1] || ["", "NA", "?"].includes(texts[0])) return null;
    if (!choice) return Numbers.read(texts[0].replace(/%\s*$/, ""));
    return texts[0] === "yes" ? true : texts[0] === "no" ? false : texts[0];
  }

  function settle() {
    const values = Object.assign({}, rest);
    const draft = Syncing.draft;
    if (draft)
      for (const q in rest) {
        const texts = stored(q);
        if (texts) values[q] = value(texts, typeof rest[q] !== "number" && Numbers.read(texts[0]) === null);
      }
    names.forEach((q) => (values[q] = value(fields(q), !form.elements[q + "--state"])));
    names.forEach((q, n) => {
      if (!rules[n]) return;
      places[n].hidden = Rules.evaluate(rules[n], values) === false;
      if (places[n].hidden) values[q] = null;
    });
  }

  // Shows what is kept over what the page came with, once that is older.
  function draw() {
    const draft = Syncing.draft;
    for (const q of names) {
      const texts = stored(q);
      if (texts && !dirty.has(q)) show(q, texts);
    }
    section.shown = Math.max(section.shown, draft.rev);
    form.elements.base.value = section.shown;
    settle();
  }

  // An edit that the page already came with has arrived by another way.
  section.forget = (draft) => {
    if (section.shown < draft.rev || form.querySelector(".bad")) return false;
    for (const q of names)
      if (draft.edits[q] && draft.edits[q].f.join("\n") === fields(q).join("\n")) delete draft.edits[q];
  };

  async function keep() {
    while (dirty.size) {
      writing = [...dirty];
      const typed = writing.map(fields);
      dirty.clear();
      await Syncing.alter((draft) => {
        writing.forEach((q, n) => Syncing.put(draft, q, typed[n], section.shown));
        delete draft.submit;
        delete draft.word;
      });
      writing = [];
      Syncing.soon(3000);
    }
    keeping = null;
  }

  // A page that is left cannot wait for the disk: what is not there yet goes where it can be put at once,
  // and the next page takes it from there.
  addEventListener("pagehide", () => {
    const left = [...writing, ...dirty].map((q) => [q, fields(q), section.shown]);
    if (left.length) localStorage[Syncing.id] = JSON.stringify(left);
  });
  section.kept = () => keeping || Promise.resolve();

  form.addEventListener("input", (event) => {
    settle();
    const place = event.target.closest(".q");
    if (!place) return;
    dirty.add(place.id.slice(2));
    keeping = keeping || keep();
  });
  for (const hint of form.querySelectorAll(".only")) hint.hidden = true;
  settle();
  return section;
})();
