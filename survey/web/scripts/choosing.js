// Two people answered one question differently: at first, theirs with who and when, mine; and a choice.
var Choosing = (() => {
  const { make, fill } = Making;
  const place = make("section", { id: "choices", className: "choices" });

  const choose = (q, theirs) =>
    Syncing.alter((draft) => {
      const { c, f } = draft.edits[q];
      if (!theirs) draft.edits[q] = { f, b: c.revision };
      else {
        draft.answers[q] = c.fields;
        delete draft.edits[q];
      }
    }).then(Syncing.now);

  function one(q, { label, base, theirs, mine, by, at }) {
    const row = (name, said, more) => [
      make("dt", {}, name),
      make("dd", {}, make("strong", {}, said), more ? make("span", { className: "hint" }, " (" + more + ")") : null),
    ];
    const button = (words, taken, className) =>
      make("button", { type: "button", className, onclick: () => choose(q, taken) }, words);
    return make(
      "div",
      {},
      make("h3", {}, label),
      make(
        "dl",
        { className: "facts" },
        ...row(Words.at_first, base),
        ...row(Words.theirs, theirs, fill(Words.who_when, { by, at })),
        ...row(Words.mine, mine),
      ),
      make("p", { className: "buttons" }, button(Words.keep_mine, false, ""), button(Words.keep_theirs, true, "secondary")),
    );
  }

  function show() {
    const { edits } = Syncing.draft;
    const open = Object.keys(edits).filter((q) => edits[q].c);
    const now = open.map((q) => q + edits[q].c.revision).join();
    if (place.dataset.now === now) return;
    place.dataset.now = now;
    place.textContent = "";
    if (!open.length) return place.remove();
    place.append(make("h2", {}, Words.both_changed), make("p", {}, Words.both_words), ...open.map((q) => one(q, edits[q].c)));
    if (!place.parentNode) Page.main.querySelector("h1").after(place);
  }

  return { show };
})();
