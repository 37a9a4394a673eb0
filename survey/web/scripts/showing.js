// Evidence on the page: a place to choose a file beside its question, and where each file stands, in words.
var Showing = (() => {
  const { make, fill } = Making;
  const KINDS = ".pdf,.jpg,.jpeg,.png,.xlsx,application/pdf,image/jpeg,image/png";
  const places = {};
  const kilobytes = (bytes) => Math.ceil(bytes / 1024) + " KB";

  function words({ w, x, at, have, size }) {
    if (w === "refused") return x;
    if (w === "sent") return fill(Words.file_sent, { at });
    if (w === "full") return Words.file_full;
    return have ? fill(Words.file_part, { n: Math.floor((100 * have) / size) }) : Words.file_waits;
  }

  function one([key, file]) {
    const button = (said, onclick) =>
      make("button", { type: "button", className: "plain", onclick, ariaLabel: said + ": " + file.name }, said);
    const size = (file.from ? kilobytes(file.from) + " → " : "") + kilobytes(file.size);
    const state = make("strong", { className: file.w === "refused" || file.w === "full" ? "error" : "" }, words(file));
    const buttons = [];
    if (file.w === "refused") buttons.push(" ", button(Words.file_again, () => Evidence.again(key)));
    if (file.w !== "sent") buttons.push(" ", button(Words.file_drop, () => Evidence.drop(key)));
    return make("li", {}, file.name + " (" + size + "): ", state, ...buttons);
  }

  // Draws the list of each place again where something changed; a question with a file has its place opened.
  function show() {
    const files = Object.entries((Syncing.draft || {}).files || {});
    for (const [, { q }] of files) {
      const details = !places[q] && document.querySelector("#q-" + q + " details");
      if (details) offer(details), (details.open = true);
    }
    for (const q in places) {
      const own = files.filter(([, file]) => file.q === q);
      const now = JSON.stringify(own);
      if (places[q].dataset.now === now) continue;
      places[q].dataset.now = now;
      places[q].replaceChildren(...own.map(one));
    }
  }

  // A file that is chosen is kept at once; a refusal stands beside the field until the next choice.
  function listen(input, said, q) {
    input.addEventListener("input", (event) => event.stopPropagation());
    input.addEventListener("change", async () => {
      const [file] = input.files;
      if (!file) return;
      said.textContent = await Evidence.keep(q, file, await Shrinking.smaller(file), location.pathname + "#q-" + q);
      input.value = "";
      Evidence.now();
    });
  }

  // The place beside a question, where evidence is asked for.
  function offer(details) {
    const link = details.querySelector("a[href^='/survey/evidence/']");
    if (!link || !Page.safe) return;
    const q = link.pathname.split("/").pop();
    if (places[q]) return;
    const id = q + "--file";
    const said = make("p", { className: "error" });
    said.setAttribute("role", "alert");
    const input = make("input", { type: "file", id, accept: KINDS });
    places[q] = make("ul", { className: "files" });
    link.parentNode.after(
      make("p", { className: "warning" }, make("strong", {}, Words.file_secret)),
      make("label", { htmlFor: id }, Words.file_choose),
      input,
      said,
      places[q],
    );
    listen(input, said, q);
    show();
  }

  // How many files the server has, in the link that leads to them.
  function count(q, n) {
    const link = document.querySelector("#q-" + q + " a[href^='/survey/evidence/']");
    if (link) link.textContent = link.textContent.replace(/\d+/, n);
  }

  // The page of one question's files: the server's list is the truth; the form keeps before it sends.
  function page() {
    const form = document.getElementById("attach");
    const input = form.elements.file;
    const q = location.pathname.split("/").pop();
    const said = document.getElementById("shrunk");
    places[q] = make("ul", { className: "files" });
    form.after(places[q]);
    async function shrink() {
      const [file] = input.files;
      const made = file && (await Shrinking.smaller(file));
      if (!file || made === file || input.files[0] !== file) return;
      const chosen = new DataTransfer();
      chosen.items.add(made);
      input.files = chosen.files;
      said.textContent = input.dataset.shrunk + " " + kilobytes(file.size) + " → " + kilobytes(made.size);
    }
    // Chosen perhaps before this script was here.
    shrink();
    input.addEventListener("change", shrink);
    if (!Page.safe) return;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const [file] = input.files;
      if (!file) return;
      said.textContent = await Evidence.keep(q, file, file, location.pathname);
      said.className = said.textContent ? "error" : "hint";
      if (said.textContent) return;
      input.value = "";
      if (await Evidence.now()) location = location.pathname + "?done=attached";
    });
    Evidence.told(q);
  }

  return { show, offer, count, page };
})();
