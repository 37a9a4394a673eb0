// A whole response judged with no line, as forms/answers.py and forms/settling.py judge it: `form` is what
// /survey/questions gives, `typed` four fields by question. Gives what is refused as [question, sentence]
// and what stands in the way as [question, level, kind, sentence], in form order.
var Judging = (() => {
  const STATES = { not_applicable: "NA", unknown: "?" };
  const YES = ["yes", "có", "true", "1", "x"];
  const NO = ["no", "không", "false", "0"];
  const LONGEST = 2000;
  const size = (text) => [...text].length;
  const start = (text) => [...text].slice(0, 60).join("");
  const strip = (text) => text.replace(/^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g, "");
  const folded = (text) => text.normalize("NFC").toLowerCase();
  const filled = (sentence, blanks) => sentence.replace(/\{(\w+)\}/g, (_, name) => blanks[name]);

  class Unfit {
    constructor(name, blanks) {
      this.name = name;
      this.blanks = blanks || {};
    }
  }

  function refuse(name, blanks) {
    throw new Unfit(name, blanks);
  }

  function written(value) {
    const [whole, decimals] = String(Math.abs(value)).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ".");
    return (value < 0 ? "-" : "") + grouped + (decimals ? "," + decimals : "");
  }

  function clean(text) {
    if (size(text) > 10000) refuse("too_long", { most: LONGEST });
    const plain = strip(text.replace(/\r\n?/g, "\n").normalize("NFC"));
    const kept = plain.replace(/[\p{Cf}\p{Cs}\p{Co}]/gu, "");
    if (/(?![\n\t])\p{Cc}/u.test(kept)) refuse("control");
    if (size(kept) > LONGEST) refuse("too_long", { most: LONGEST });
    return kept;
  }

  function typedText(raw) {
    const text = clean(raw);
    if (text.startsWith("=")) refuse("formula");
    return text;
  }

  function figure(question, raw) {
    let text = typedText(raw);
    if (question.kind === "percent") text = text.replace(/%$/, "");
    const value = size(text) > 400 ? Infinity : Numbers.read(text);
    const example = question.kind === "integer" ? "whole" : "other";
    if (value === null) refuse("not_a_number", { text: [...text].slice(0, 40).join(""), example });
    if (Math.abs(value) >= 1e30) refuse("number_too_long");
    return value;
  }

  function whole(question, raw) {
    const value = figure(question, raw);
    if (!Number.isInteger(value)) refuse("not_whole", { text: start(typedText(raw)) });
    return value;
  }

  function choice(question, raw) {
    const text = typedText(raw);
    const options = question.options;
    const named = (option) => option.some((name) => folded(name) === folded(text));
    const found = options.find(([value]) => value === text) || options.find(named);
    return found ? found[0] : refuse("not_an_option", { text: start(text), options: question.listed });
  }

  function yesNo(_, raw) {
    const text = folded(typedText(raw));
    if (YES.includes(text)) return true;
    return NO.includes(text) ? false : refuse("not_yes_no", { text: start(text) });
  }

  function words(question, raw) {
    const text = clean(raw);
    const most = question.most || LONGEST;
    return size(text) > most ? refuse("too_long", { most }) : text;
  }

  const READERS = { integer: whole, decimal: figure, percent: figure, choice, yes_no: yesNo, text: words };
  const isNumber = (question) => ["integer", "decimal", "percent"].includes(question.kind);

  function inRange(question, value) {
    const { least, most, unit } = question;
    if (!isNumber(question) || typeof value !== "number") return;
    const below = least !== undefined && value < least;
    if (!below && (most === undefined || value <= most)) return;
    const open = least === undefined || most === undefined ? "_only" : "";
    refuse((below ? "below" : "above") + open, {
      value: written(value),
      least: least === undefined ? "" : written(least),
      most: most === undefined ? "" : written(most),
      unit: unit ? " " + unit : "",
    });
  }

  // One question's fields as an answer {value?, reason}; null where it is unanswered.
  function read(question, [value, state, note, reason]) {
    if (state && !STATES[state]) refuse("not_a_state", { text: start(state) });
    if (state && strip(value)) refuse("value_and_state");
    const raw = STATES[state] || value;
    const kept = { reason: [clean(note), clean(reason)][1] };
    if (!strip(raw)) return null;
    if (["NA", "?"].includes(strip(raw).toUpperCase())) return kept;
    kept.value = READERS[question.kind](question, raw);
    inRange(question, kept.value);
    return kept;
  }

  function readAll(form, typed) {
    const answers = {};
    const refused = [];
    for (const question of form.questions) {
      try {
        const answer = typed[question.id] && read(question, typed[question.id]);
        if (answer) answers[question.id] = answer;
      } catch (fault) {
        if (!(fault instanceof Unfit)) throw fault;
        const { example } = fault.blanks;
        if (example) fault.blanks.example = form.examples[example];
        refused.push([question.id, filled(form.said[fault.name], fault.blanks)]);
      }
    }
    return [answers, refused];
  }

  // What a condition or a rule names.
  function named(tree) {
    if (["name", "among", "points"].includes(tree[0])) return [tree[1]];
    return [].concat(...tree.slice(1).filter(Array.isArray).map(named));
  }

  function inOrder(questions) {
    let left = questions.filter((question) => question.ask);
    const ordered = [];
    while (left.length) {
      const ids = left.map((question) => question.id);
      ordered.push(...left.filter((question) => !named(question.ask).some((name) => ids.includes(name))));
      left = left.filter((question) => !ordered.includes(question));
    }
    return ordered;
  }

  function settle(form, answers) {
    const settled = Object.assign({}, answers);
    const values = Object.assign({}, form.register);
    for (const q in answers) if ("value" in answers[q]) values[q] = answers[q].value;
    for (const { id, ask, implied } of inOrder(form.questions)) {
      if (Rules.evaluate(ask, values) !== false) continue;
      settled[id] = implied === undefined ? {} : { value: implied };
      values[id] = implied === undefined ? null : implied;
    }
    return [settled, values];
  }

  function fired(form, question, settled, values) {
    const found = [];
    const answer = settled[question.id];
    try {
      if (answer && "value" in answer) inRange(question, answer.value);
    } catch (fault) {
      found.push(["error", "range", filled(form.said[fault.name], fault.blanks)]);
    }
    for (const [rule, level, sentence] of question.checks || [])
      if (Rules.evaluate(rule, values) === true)
        found.push([level, level === "warn" ? "warning" : "rule", sentence]);
    return found;
  }

  function judge(form, typed) {
    const [answers, refused] = readAll(form, typed);
    const [settled, values] = settle(form, answers);
    const standing = [];
    for (const question of form.questions) {
      const { id } = question;
      const explained = answers[id] && answers[id].reason;
      for (const found of fired(form, question, settled, values))
        if (found[0] === "error" || !explained) standing.push([id, ...found]);
      if (!settled[id]) standing.push([id, "error", "unanswered", form.said.unanswered]);
    }
    return { refused, standing, answers, settled };
  }

  return { judge };
})();
