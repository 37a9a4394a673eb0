"use strict";
// What a reviewer or the ministry types about a response stays in this tab until it is sent, so that every link
// may be followed: one record for each account, round and commune. What comments are about is a submission;
// findings are about one revision. What the server shows again was typed last and stays as it is.
(() => {
  let kept;
  try {
    kept = sessionStorage;
  } catch (blocked) {
    return;
  }
  const forget = (first) =>
    Object.keys(kept).forEach((name) => name.startsWith("typed " + first) && kept.removeItem(name));
  const exit = document.querySelector("form[action='/sign-out']");
  exit?.addEventListener("submit", () => forget(""));
  const settled = document.querySelector("[data-settled]");
  if (settled) forget(settled.dataset.settled);

  const page = document.querySelector("h1[data-typed]");
  if (!page) return;
  const { typed, submission, revision } = page.dataset;
  const main = document.getElementById("content");
  const fields = [...main.querySelectorAll("form[method=post] :is(textarea, select, input:not([type=hidden]))")];
  const keep = () => {
    const written = fields.filter((field) => field.value).map((field) => [field.name, field.value]);
    if (!written.length) return forget(typed);
    try {
      kept["typed " + typed] = JSON.stringify({ submission, revision, written });
    } catch (full) {
      // The text is still on the page.
    }
  };
  const before = JSON.parse(kept["typed " + typed] || '{"written":[]}');
  const written = new Map(before.written);
  for (const field of fields) {
    const about = field.name.startsWith("comment") ? "submission" : "revision";
    if (field.value || !written.has(field.name) || before[about] !== page.dataset[about]) continue;
    field.value = written.get(field.name);
    const folded = field.closest("details");
    if (folded) folded.open = true;
  }
  keep();
  main.addEventListener("input", keep);
  for (const link of main.querySelectorAll("a[target]")) {
    link.removeAttribute("target");
    link.querySelector(".tab").remove();
  }
})();
