// The files themselves, in a database of the account's own that signing out deletes; what the disk does not
// take lives on in the memory of this page.
var Contents = (() => {
  const name = "evidence-" + document.body.dataset.me;
  const unkept = {};
  let opened;

  function open() {
    opened = opened || new Promise((done, fail) => {
      const asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("files");
      asked.onerror = () => fail(asked.error);
      asked.onsuccess = () => {
        asked.result.onversionchange = () => (asked.result.close(), (opened = null));
        done(asked.result);
      };
    });
    return opened;
  }

  async function within(mode, work) {
    const database = await open();
    return new Promise((done, fail) => {
      const deed = database.transaction("files", mode, { durability: "strict" });
      const asked = work(deed.objectStore("files"));
      deed.oncomplete = () => done(asked.result);
      deed.onabort = () => fail(deed.error);
    });
  }

  // Whether it is on the disk.
  function put(key, content) {
    unkept[key] = content;
    return within("readwrite", (store) => store.put(content, key)).then(() => delete unkept[key], () => false);
  }

  const get = (key) => (unkept[key] ? Promise.resolve(unkept[key]) : within("readonly", (store) => store.get(key)).catch(() => null));

  function remove(key) {
    delete unkept[key];
    return within("readwrite", (store) => store.delete(key)).catch(() => {});
  }

  return { put, get, remove };
})();
