// Sends what is kept on this device until the server has answered each change, however often the line
// breaks: the save under way is kept too, and repeated with its key.
var Syncing = (() => {
  const page = document.body.dataset;
  const id = page.me + "." + page.at;
  const [at, commune] = (page.at || "").split(".");
  const round = +at;
  const sync = { id, now, soon, waiting, draft: null, state: null, problems: [], heard: () => {} };
  let running, timer, pause = 0;

  const same = (a, b) => a.join("\n") === b.join("\n");

  function waiting(draft) {
    return Object.keys(draft.edits);
  }

  const sendable = (draft) => waiting(draft).filter((q) => !draft.edits[q].c && !draft.edits[q].x);
  const random = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((n) => (n + 256).toString(16).slice(1)).join("");

  function put(draft, q, f, b) {
    const edit = draft.edits[q] || { b };
    draft.edits[q] = { f, b: edit.b };
    if (edit.c) draft.edits[q].c = edit.c;
  }

  // Puts the changes made upon the oldest revision together as one save.
  function take(draft) {
    const ready = sendable(draft);
    if (draft.sending || !ready.length) return false;
    const base = Math.min(...ready.map((q) => draft.edits[q].b));
    const changes = {};
    for (const q of ready) if (draft.edits[q].b === base) changes[q] = draft.edits[q].f;
    draft.sending = {
      account: +page.me, round, commune, version: page.version, key: random(), base, known: draft.rev, changes,
    };
  }

  // What the server said of each change. One that was altered meanwhile waits for the next save.
  function settle(draft, sending, said) {
    if (!draft.sending || draft.sending.key !== sending.key) return false;
    draft.sending = null;
    for (const q in sending.changes) {
      const edit = draft.edits[q];
      if (!edit) continue;
      const unchanged = same(edit.f, sending.changes[q]);
      if (said.conflicts[q]) {
        edit.c = Object.assign(said.conflicts[q], { revision: said.revision });
      } else if (said.refused[q]) {
        if (unchanged) edit.x = said.refused[q];
      } else if (unchanged) {
        delete draft.edits[q];
      } else edit.b = said.revision;
    }
    const others = Object.keys(said.answers).some((q) => !sending.changes[q]);
    if (draft.submit && others) {
      delete draft.submit;
      draft.word = "recheck";
    } else if (draft.submit) draft.submit.rev = said.revision;
    stand(draft, said);
  }

  function stand(draft, said) {
    Object.assign(draft.answers, said.answers);
    draft.rev = said.revision;
    draft.at = said.at || draft.at;
  }

  async function alter(change) {
    sync.draft = await Drafts.alter(id, change);
    sync.heard();
    return sync.draft;
  }

  // Sends everything; true where nothing is left that could be sent.
  async function run() {
    for (;;) {
      const { sending } = await alter(take);
      if (!sending) break;
      const [status, said] = await Line.send("/survey/sync", sending);
      // Of a page older than this one; what of it is stored already changes nothing when it comes again.
      if (said.state === "version" && sending.version !== page.version) {
        await alter((draft) => void (draft.sending = null));
        continue;
      }
      if (status !== 200) return stopped(status, said);
      sync.problems = said.problems;
      await alter((draft) => settle(draft, sending, said));
    }
    if (sync.draft.filed && !(await Page.later(() => Preparing.files(() => Evidence.send())))) return false;
    if (sync.draft.submit && !waiting(sync.draft).length && !sync.draft.filed && !(await Page.later(() => Submitting.send()))) return false;
    pause = 0;
    sync.state = null;
    return true;
  }

  // No line, or a server in trouble: again later, ever more rarely and never all at the same moment.
  // Anything else waits for a person, and for the next page.
  function stopped(status, said) {
    const later = !status || status >= 500 || status === 429;
    sync.state = later ? { state: "away" } : said;
    if (later) {
      pause = Math.min(pause * 2 || 2000, 300000);
      soon(pause * (0.5 + Math.random()));
    }
    sync.heard();
    return false;
  }

  function now() {
    clearTimeout(timer);
    if (!running) {
      running = run();
      const end = () => (running = null, sync.heard());
      running.then(end, end);
    }
    return running;
  }

  function soon(wait) {
    clearTimeout(timer);
    timer = setTimeout(now, wait);
  }

  return Object.assign(sync, { alter, put, random, stand, stopped, round, commune });
})();
