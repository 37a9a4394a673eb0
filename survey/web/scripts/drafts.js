// What is kept on this device: one record for each account, round and commune, in IndexedDB and not in
// localStorage, because only here "kept" can mean that it is on the disk: a power cut loses nothing.
//
// {rev, at, answers: {q: fields}}   the response as the server last told it
// {edits: {q: {f, b, c, x}}}        not yet stored there: fields, the revision that they were typed
//                                   upon, the choice to make (c), why they were refused (x)
// {lang}                            the language of what the server said
// {sending: {key, …}}               a save under way, repeated as it is until it is answered
// {submit: {key, rev}}              a submission waiting for a line
// {files: {key: {q, w, x, …}}}      evidence: where it stands (waits, full, refused, sent), and why
// {filed: [word, count]}            the worst of it, where any is not on the server
var Drafts = (() => {
  let opened, held;
  const drafts = { full: false, alter, within };

  function open() {
    if (!opened)
      opened = new Promise((done, fail) => {
        const asked = indexedDB.open("survey", 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore("drafts");
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => fail(asked.error);
      });
    return opened;
  }

  async function within(work) {
    const database = await open();
    return new Promise((done, fail) => {
      const deed = database.transaction("drafts", "readwrite", { durability: "strict" });
      let found;
      work(deed.objectStore("drafts"), (draft) => (found = draft));
      deed.oncomplete = () => done(found);
      deed.onabort = () => fail(deed.error);
    });
  }

  // Alters the record in one transaction. A change that gives false writes nothing. Where the disk
  // takes no more, the record lives on in the memory of this page, and `full` says so.
  async function alter(id, change) {
    try {
      held = await within((store, give) => {
        store.get(id).onsuccess = ({ target }) => {
          const draft = target.result || { rev: 0, answers: {}, edits: {} };
          if (drafts.full && held) Object.assign(draft.edits, held.edits), (draft.files = held.files), (draft.filed = held.filed);
          try {
            if (change(draft) !== false || drafts.full) store.put(draft, id);
            give(draft);
          } catch (fault) {
            target.transaction.abort();
          }
        };
      });
      drafts.full = false;
    } catch (fault) {
      drafts.full = true;
      held = held || { rev: 0, answers: {}, edits: {} };
      change(held);
    }
    return held;
  }

  return drafts;
})();
