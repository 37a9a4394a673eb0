// Pages and files kept for working with no line, and their clearing.
var Preparing = (() => {
  const { dataset } = document.body;
  const mine = "pages-" + dataset.me;

  async function forget(which) {
    if (!Page.safe) return;
    for (const name of await caches.keys()) if (/^pages-/.test(name) && which(name)) await caches.delete(name);
  }

  // All that this account leaves on the device.
  async function clear() {
    await Drafts.within((store) => store.delete(IDBKeyRange.bound(dataset.me + ".", dataset.me + "/"))).catch(() => {});
    await new Promise((done) => {
      const asked = indexedDB.deleteDatabase("evidence-" + dataset.me);
      asked.onsuccess = asked.onerror = asked.onblocked = done;
    });
    for (const name of Object.keys(localStorage)) if (name.startsWith(dataset.me + ".")) localStorage.removeItem(name);
    await forget((name) => name === mine);
  }

  async function keep(pages) {
    const [kept, files] = [await caches.open(mine), await caches.open("files")];
    const linked = [...document.querySelectorAll("script[src],link[rel=stylesheet]")];
    const wanted = linked.map((each) => each.src || each.href).concat(new URL(Files, location).href);
    for (const file of wanted) if (!(await files.match(file))) await files.add(file);
    for (const path of pages) {
      const answer = await fetch(path);
      if (!answer.ok || answer.redirected) return false;
      await kept.put(path, answer);
    }
    // Rules of another version or in another language.
    for (const { url } of await kept.keys()) if (!pages.some((path) => url.endsWith(path))) await kept.delete(url);
    for (const { url } of await files.keys()) if (!wanted.includes(url)) await files.delete(url);
    return true;
  }

  // The response as it stands, where this page is newer than what is kept, and what to keep with it.
  async function refresh() {
    const [status, said] = await Line.ask("/survey/sync");
    if (status !== 200) return null;
    await Syncing.alter((draft) => {
      if (said.revision < draft.rev) return false;
      draft.answers = {};
      Syncing.stand(draft, said);
    });
    return said;
  }

  // The script for evidence comes where it is needed.
  const files = (then) => Page.later(then, Files);

  // An answer taken over from beside its question is one that was typed.
  function again(event) {
    const { use, state } = event.target.dataset;
    if (use === undefined) return;
    event.preventDefault();
    const q = event.target.value;
    Section.show(q, [use, state || ""].concat(Section.fields(q).slice(2)));
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function watch() {
    const offer = (details) => files(() => Evidence.offer(details));
    if (document.getElementById("attach")) files(() => Evidence.page());
    if (!Section) return;
    Section.form.addEventListener("toggle", ({ target }) => offer(target), true);
    Section.form.querySelectorAll("details[open]").forEach(offer);
    Section.form.addEventListener("click", again);
    if (Syncing.draft.files) files(() => Evidence.show());
  }

  // What was said in another language is not shown in this one: the server is asked again.
  function ask(draft) {
    draft.lang = document.documentElement.lang;
    for (const q in draft.edits) draft.edits[q].x = draft.edits[q].c = 0;
  }

  // After the page is ready, once for each release and language: all that is needed with no line. Another
  // account's pages go first: with no line they could not be told apart.
  async function all() {
    watch();
    const { draft } = Syncing;
    if (draft.lang !== document.documentElement.lang) await Syncing.alter(ask).then(Syncing.now);
    const release = document.querySelector("script[src*=form]").getAttribute("src") + dataset.version;
    if (draft.prepared === release && +dataset.rev <= draft.rev) return;
    await forget((name) => name !== mine);
    const said = await refresh();
    // A browser may refuse the worker, under a certificate that it does not know.
    const safe = Page.safe && (await Page.safe.register("/scripts/worker.js", { scope: "/" }).catch(() => null));
    if (!safe || !said || draft.prepared === release) return;
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    if (await keep(said.pages)) await Syncing.alter((draft) => void (draft.prepared = release));
  }

  // What the last page had no time to keep.
  async function recall() {
    try {
      const left = JSON.parse(localStorage[Syncing.id]);
      await Syncing.alter((draft) => left.forEach((each) => Syncing.put(draft, ...each)));
      localStorage.removeItem(Syncing.id);
    } catch (fault) {
      // What cannot be read keeps nobody from going on.
    }
  }

  return { all, clear, recall, files };
})();
