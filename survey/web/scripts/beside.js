// On a section's page: what the server refused, and with no line what the rules say, stands beside its
// question, with room for a reason.
var Beside = (() => {
  const { make } = Making;

  function reason(place, q) {
    const name = q + "--reason";
    if (!Section || Section.form.elements[name]) return [];
    const draft = Syncing.draft;
    const known = draft.edits[q] ? draft.edits[q].f : draft.answers[q];
    const field = make("textarea", { id: name, name, rows: 2, maxLength: 2000, value: (known || [])[3] || "" });
    const label = make("label", { htmlFor: name, className: "reason" }, Words.reason);
    return [label, field];
  }

  // Points as [question, level, sentence]; those of before go.
  function put(points) {
    Section.places.forEach((place, n) => {
      const q = Section.names[n];
      for (const old of place.querySelectorAll(".here")) old.remove();
      for (const [, level, sentence] of points.filter((each) => each[0] === q)) {
        if (place.textContent.includes(sentence)) continue;
        const said = make("p", { className: (level === "warn" ? "warning" : "error") + " here" }, sentence);
        place.querySelector("details").before(said, ...(level === "warn" ? reason(place, q) : []));
      }
    });
  }

  async function show() {
    const form = await Checking.questions();
    if (!form) return;
    const { refused, standing } = Judging.judge(form, Checking.typed(Syncing.draft));
    const points = standing.filter((each) => each[2] !== "unanswered").map(([q, level, , sentence]) => [q, level, sentence]);
    put(refused.map(([q, sentence]) => [q, "error", sentence]).concat(points));
  }

  // What the server would not take.
  function showRefused() {
    const { edits } = Syncing.draft;
    put(Object.keys(edits).filter((q) => edits[q].x).map((q) => [q, "error", edits[q].x]));
  }

  return { show, showRefused };
})();
