// The check page with no line: every rule on what is kept here, each point with a link to its field.
var Checking = (() => {
  const { make, fill } = Making;
  const page = document.body.dataset;

  function typed({ answers, edits }) {
    const all = Object.assign({}, answers);
    for (const q in edits) all[q] = edits[q].f;
    return all;
  }

  async function questions() {
    const kept = await caches.open("pages-" + page.me);
    const [address] = (await kept.keys()).filter(({ url }) => url.includes("/survey/questions"));
    return address && (await kept.match(address)).json();
  }

  function list(form, points) {
    const by = {};
    for (const question of form.questions) by[question.id] = question;
    return make(
      "ul",
      {},
      ...points.map(([q, sentence]) =>
        make("li", {}, make("a", { href: "/survey/section/" + by[q].section + "#q-" + q }, by[q].label), sentence ? ": " + sentence : ""),
      ),
    );
  }

  function part(title, className, ...inside) {
    const id = "local-" + className;
    const made = make("section", { className }, make("h2", { id }, title), ...inside);
    made.setAttribute("aria-labelledby", id);
    return made;
  }

  function unanswered(form, names) {
    return form.sections.map(([section, title]) => {
      const here = form.questions.filter((question) => question.section === section && names.includes(question.id));
      if (!here.length) return null;
      const points = list(form, here.map((question) => [question.id]));
      return make("details", { open: names.length <= 12 }, make("summary", {}, title + " (" + here.length + ")"), points);
    });
  }

  function ready() {
    const form = make("form", {}, make("p", { className: "buttons" }, make("button", {}, Words.submit)));
    form.addEventListener("submit", Submitting.queue);
    return [make("p", { className: "done" }, Words.all_well), form];
  }

  // Errors, warnings without a reason, open questions; or, where nothing stands in the way, the button.
  function parts(form, { refused, standing }) {
    const bad = refused.map(([q]) => q);
    const points = (level) =>
      standing.filter((each) => each[1] === level && each[2] !== "unanswered").map((each) => [each[0], each[3]]);
    const errors = refused.concat(points("error"));
    const warnings = points("warn");
    const open = standing.filter((each) => each[2] === "unanswered" && !bad.includes(each[0])).map(([q]) => q);
    const title = (words, found) => fill(words, { n: found.length });
    if (!errors.length && !warnings.length && !open.length) return ready();
    return [
      errors.length ? part(title(Words.errors, errors), "problems", list(form, errors)) : null,
      warnings.length ? part(title(Words.warnings, warnings), "warning", list(form, warnings)) : null,
      open.length ? part(title(Words.unanswered, open), "open", make("p", {}, Words.no_figure), ...unanswered(form, open)) : null,
    ];
  }

  const stale = (draft) => Syncing.waiting(draft).length || draft.rev > +page.rev;

  // What the server wrote is right while nothing has changed since; else this page judges by itself.
  async function show() {
    const { draft, state } = Syncing;
    const served = document.querySelector("form[action='/survey/submit']");
    if (served) served.addEventListener("submit", Submitting.queue);
    if (!stale(draft)) return;
    const [opened] = performance.getEntriesByType("navigation");
    if (!state && !Syncing.waiting(draft).length && navigator.onLine && opened.type !== "reload") return location.reload();
    const form = await questions();
    if (!form) return;
    const judged = document.getElementById("judged");
    judged.textContent = "";
    judged.append(make("p", { className: "hint" }, Words.checked_here), ...parts(form, Judging.judge(form, typed(draft))).filter(Boolean));
  }

  return { show, questions, typed };
})();
