// The last resort: the answers as a file, which people can read and `import-answers` takes.
var Taking = (() => {
  const cell = (text) => (/[",;\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text);
  const STATES = { not_applicable: "NA", unknown: "?" };

  function away(draft) {
    const commune = document.body.dataset.at.split(".")[1];
    const typed = Object.assign({}, draft.answers);
    for (const q in draft.edits) typed[q] = draft.edits[q].f;
    const names = Object.keys(typed).filter((q) => typed[q][0] || typed[q][1]);
    const cells = names.map((q) => cell(STATES[typed[q][1]] || typed[q][0]));
    const text = "\ufeff" + ["code", ...names].join() + "\r\n" + [commune, ...cells].join() + "\r\n";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = "phieu-" + commune + ".csv";
    link.click();
  }

  return { away };
})();
