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
    await Drafts.remove(dataset.me);
    for (const name of Object.keys(localStorage)) if (name.startsWith(dataset.me + ".")) localStorage.removeItem(name);
    await forget((name) => name === mine);
  }

  async function keep(pages) {
    const [kept, files] = [await caches.open(mine), await caches.open("files")];
    const linked = [...document.querySelectorAll("script[src],link[rel=stylesheet]")];
    const wanted = linked.map((each) => each.src || each.href);
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

  // Another account's pages go first: with no line they could not be told apart.
  async function all() {
    const { draft } = Syncing;
    await forget((name) => name !== mine);
    if (Page.safe) await Page.safe.register("/scripts/worker.js", { scope: "/survey" });
    const said = await refresh();
    if (!Page.safe || !said || draft.prepared === Page.release) return;
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    if (await keep(said.pages)) await Syncing.alter((draft) => void (draft.prepared = Page.release));
  }

  return { all, clear };
})();
