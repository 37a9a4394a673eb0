// Each page of the officer's: where the answers are, in words, and the saving of a section.
var Page = (() => {
  const { dataset } = document.body;
  const main = document.getElementById("content");
  const line = document.createElement("div");
  const judged = document.getElementById("judged");
  const page = { main, line, safe: "caches" in window && navigator.serviceWorker, later };
  const asked = {};
  let passing = false;

  // What is seldom needed comes only then.
  function later(then, src = Later) {
    asked[src] = asked[src] || new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = src;
      script.onload = done;
      script.onerror = () => fail((asked[src] = null));
      document.head.append(script);
    });
    return asked[src].then(then, () => {});
  }

  // What is in the way of the answers comes first; what is well comes last.
  function word(draft, edits) {
    const count = (kind) => edits.filter((q) => draft.edits[q][kind]).length;
    const { state } = Syncing;
    const { filed } = draft;
    if (Drafts.full && edits.length) return ["full"];
    if (filed && filed[0] !== "filewaits") return filed;
    if (count("c")) return ["choose", count("c")];
    if (count("x")) return ["refused", count("x")];
    if (state && state.sentence) return [state.sentence];
    if (draft.word) return [draft.word];
    if (draft.submit) return ["queued"];
    if (edits.length) return [state || !navigator.onLine ? "waiting" : "kept", edits.length];
    if (filed) return filed;
    // What the page came with may be newer than what the server last told this device.
    const told = draft.rev >= +dataset.rev;
    if (draft.receipt && told) return ["sent", draft.receipt];
    return draft.at && told ? ["saved", draft.at] : [draft.prepared ? "ready" : ""];
  }

  function say() {
    const { draft, state } = Syncing;
    const edits = Syncing.waiting(draft);
    const [name, blank] = word(draft, edits);
    const said = line.firstChild;
    const bad = state && state.sentence || /full|choose|refused|recheck/.test(name);
    if (/^[a-z]+$/.test(name) && !Words[name]) return later(say);
    const text = (Words[name] || name).replace("{}", blank);
    if (said.textContent !== text) said.textContent = text;
    line.hidden = !text;
    if (judged) judged.hidden = !!draft.submit;
    line.id = draft.prepared ? "kept" : "";
    line.className = "line " + (bad ? "bad" : edits.length || draft.submit || draft.filed ? "wait" : "");
    if (bad || line.children[1]) later(() => Trouble.show(name));
    if (Section) {
      Section.draw();
      if (state || !navigator.onLine) later(() => Beside.show());
    }
  }

  // What is kept is sent; then the form goes its usual way, or, where all is well or there is no line,
  // straight to the next page.
  async function save(event) {
    const { form, names } = Section;
    const button = event.submitter;
    const stay = button && button.name;
    if (passing) return;
    event.preventDefault();
    await Section.kept();
    const some = Syncing.waiting(Syncing.draft).length;
    const done = some && (await Syncing.now());
    const { edits } = Syncing.draft;
    const own = names.filter((q) => edits[q]);
    if (some && !done && Syncing.state.state === "away") {
      if (page.safe && page.safe.controller) location = stay ? form.action : form.dataset.next;
    } else if (own.some((q) => edits[q].c)) scrollTo(0, 0);
    else if (done && !stay && !own.length && !Syncing.problems.some(([q]) => names.includes(q)))
      location = form.dataset.next;
    else {
      passing = true;
      if (button && form.requestSubmit) form.requestSubmit(button);
      else form.submit();
    }
  }

  async function start() {
    line.append(document.createElement("p"));
    line.firstChild.setAttribute("role", "status");
    main.append(line);
    if (localStorage[Syncing.id]) await later(() => Preparing.recall());
    await Syncing.alter(Section ? Section.forget : () => false);
    Syncing.heard = say;
    say();
    addEventListener("online", Syncing.now);
    addEventListener("offline", say);
    document.addEventListener("visibilitychange", () => document.hidden || Syncing.now());
    await Syncing.now();
    if (judged) later(() => Checking.show());
    const prepare = () => later(() => Preparing.all());
    if (document.readyState === "complete") prepare();
    else addEventListener("load", prepare);
  }

  const exit = document.querySelector("form[action='/sign-out']");
  if (exit)
    exit.addEventListener("submit", (event) => {
      event.preventDefault();
      later(() => Leaving.ask(exit));
    });
  if (Section) Section.form.addEventListener("submit", save);
  if (dataset.at) start();
  const summary = document.getElementById("problems");
  if (summary) summary.focus();
  return page;
})();
