// Evidence that a device keeps until the server has it: chosen with no line or over one that breaks, sent in
// pieces with a key for each file, so that a cut costs one piece and nothing arrives twice.
var Evidence = (() => {
  const { me } = document.body.dataset;
  const LARGEST = 5 * 1024 * 1024, ALL = 10 * LARGEST;
  const SMALL = 32768, LARGE = 524288, QUICK = 4000, DAY = 86400000;
  const STARTS = ["%PDF-", "\x89PNG", "\xff\xd8\xff", "PK\x03\x04"];

  const unsent = (draft) => Object.values(draft.files || {}).filter(({ w }) => w !== "sent");

  // Changes the files and, with them, what the page says of all: what is in the way first, and how many.
  function alter(change) {
    const altered = Syncing.alter((draft) => {
      draft.files = draft.files || {};
      change(draft.files);
      const left = unsent(draft);
      const worst = ["full", "refused", "waits"].find((each) => left.some(({ w }) => w === each));
      draft.filed = worst && ["file" + worst, left.filter(({ w }) => w === worst).length];
    });
    return altered.then((draft) => (Showing.show(), draft));
  }

  // Another page of this browser may have sent or dropped it meanwhile.
  const set = (key, change) => alter((files) => files[key] && Object.assign(files[key], change));
  const drop = (key) => Contents.remove(key).then(() => alter((files) => delete files[key]));

  async function hashed(content) {
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
    return [...bytes].map((n) => (n + 256).toString(16).slice(1)).join("");
  }

  // What the server would refuse is refused here, before anything waits for a line.
  function refusal(draft, q, name, content) {
    const start = String.fromCharCode(...new Uint8Array(content.slice(0, 5)));
    const waiting = unsent(draft);
    const held = waiting.reduce((sum, { size }) => sum + size, content.byteLength);
    const why =
      (!content.byteLength && Words.file_empty) ||
      (content.byteLength > LARGEST && Words.file_large) ||
      (!STARTS.some((each) => start.startsWith(each)) && Words.file_type) ||
      (waiting.filter((each) => each.q === q).length >= 5 && Words.file_many) ||
      (held > ALL && Words.file_all);
    return why && Making.fill(why, { name, most: 5 });
  }

  // Keeps a file, which waits for its line at page `p`; gives why not, where it is refused.
  async function keep(q, chosen, file, p) {
    const content = await file.arrayBuffer();
    const draft = await Syncing.alter(() => false);
    const why = refusal(draft, q, file.name, content);
    if (why) return why;
    const sha256 = await hashed(content);
    if (unsent(draft).some((each) => each.q === q && each.sha256 === sha256)) return "";
    const key = Syncing.random();
    const kept = await Contents.put(key, content);
    const entry = { q, p, name: file.name, size: content.byteLength, sha256, have: 0, w: kept ? "waits" : "full" };
    if (file !== chosen) entry.from = chosen.size;
    await alter((files) => (files[key] = entry));
    if (Drafts.full) await set(key, { w: "full" });
    return "";
  }

  // Sends one file; false where the line is to be waited for.
  async function one(key, { q, name, size, sha256, have }) {
    const content = await Contents.get(key);
    if (!content) return set(key, { w: "refused", x: Words.file_gone });
    for (let piece = SMALL; ; ) {
      const form = new FormData();
      const told = { account: +me, round: Syncing.round, commune: Syncing.commune, key, name, size, sha256, at: have };
      form.append("file", JSON.stringify(told));
      form.append("piece", new Blob([content.slice(have, have + piece)]));
      const began = performance.now();
      const [status, said] = await Line.send("/survey/sync/evidence/" + q, form);
      if ([404, 409, 413, 422].includes(status)) return set(key, { w: "refused", x: said.sentence, have: 0 });
      if (status !== 200) return Syncing.stopped(status, said);
      if (said.attached) return arrived(key, said);
      have = said.have;
      await set(key, { have });
      if (performance.now() - began < QUICK) piece = Math.min(2 * piece, LARGE);
    }
  }

  async function arrived(key, { at, count }) {
    await Contents.remove(key);
    const { files } = await set(key, { w: "sent", at, t: Date.now() });
    if (files[key]) Showing.count(files[key].q, count);
    return true;
  }

  // Everything that can be sent, the oldest first; what was sent long ago need not be told any more.
  async function send() {
    for (;;) {
      const entries = Object.entries(Syncing.draft.files || {});
      for (const [key, { w, t }] of entries) if (w === "sent" && Date.now() - t > DAY) await drop(key);
      const next = entries.find(([, { w }]) => w === "waits" || w === "full");
      if (!next) return true;
      if (!(await one(...next))) return false;
    }
  }

  // True where all is sent. A run that was under way may have passed the files by.
  const now = async () => (await Syncing.now()) && (await Syncing.now()) && !Syncing.draft.filed;
  const again = (key) => set(key, { w: "waits", x: "" }).then(now);
  // What the server's own list of a question's files shows need not be told beside it.
  const told = (q) =>
    alter((files) => {
      for (const key in files) if (files[key].q === q && files[key].w === "sent") delete files[key];
    });
  return Object.assign({ keep, send, drop, again, now, told }, Showing);
})();
