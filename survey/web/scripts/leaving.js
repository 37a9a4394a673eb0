// Signing out while something is unsent: send it first, keep it on one's own machine, or delete it.
var Leaving = (() => {
  const { make, fill } = Making;

  async function ask(form) {
    const old = document.getElementById("leaving");
    if (old) old.remove();
    const { clear } = Preparing;
    const { draft } = Syncing;
    const count = draft ? Syncing.waiting(draft).length : 0;
    const files = draft && draft.filed ? draft.filed[1] : 0;
    const go = () => form.submit();
    if (!count && !files && !(draft && draft.submit)) return clear().then(go);
    const said = make("p", { role: "status" });
    const button = (words, onclick, className) => make("button", { type: "button", onclick, className: className || "secondary" }, words);
    const offline = () => (said.textContent = Words.no_line_to_leave);
    async function send() {
      if ((await Syncing.now()) && !Syncing.waiting(Syncing.draft).length && !Syncing.draft.filed)
        return clear().then(go);
      return offline();
    }
    const box = make(
      "div",
      { id: "leaving", className: "problems", tabIndex: -1 },
      make("h2", {}, count ? fill(Words.unsent, { n: count }) : files ? fill(Words.unsent_files, { n: files }) : Words.unsent_submission),
      count && files ? make("p", {}, fill(Words.unsent_files, { n: files }) + ".") : null,
      make("p", {}, Words.leaving_words),
      said,
      make(
        "p",
        { className: "buttons" },
        button(Words.send_and_leave, send, "send"),
        button(Words.download, () => Preparing.files(() => Taking.away(Syncing.draft))),
        button(Words.leave_and_keep, () => (navigator.onLine ? go() : offline())),
        button(Words.leave_and_clear, () => (navigator.onLine ? clear().then(go) : offline()), "danger"),
        button(Words.stay, () => box.remove()),
      ),
    );
    Page.main.prepend(box);
    box.focus();
  }

  return { ask };
})();
