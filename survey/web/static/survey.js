// Hides the questions that are not asked while the others are being answered. Without it the page
// says in words when a question is asked, and the server decides as before.
"use strict";
(() => {
  const form = document.querySelector("form[data-rest]");
  if (!form) return;
  const rest = JSON.parse(form.dataset.rest);
  const conditional = [...form.querySelectorAll("[data-rule]")].map((place) => ({
    place,
    rule: JSON.parse(place.dataset.rule),
  }));

  // As forms/numbers.py reads them; anything else is missing until the server has judged it.
  function number(text) {
    let digits = text.replace(/[\s\u00a0%]/g, "");
    if (/^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/.test(digits)) digits = digits.replace(/\./g, "");
    digits = digits.replace(",", ".");
    return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(digits) ? Number(digits) : null;
  }

  function answer(place) {
    const id = place.id.slice(2);
    const state = form.elements[id + "--state"];
    if (state && state.value) return null;
    const field = form.elements[id];
    const value = field ? field.value : "";
    if (value === "" || value === "NA" || value === "?") return null;
    if (state) return number(value);
    return value === "yes" ? true : value === "no" ? false : value;
  }

  function settle() {
    const values = { ...rest };
    for (const place of form.querySelectorAll(".q")) values[place.id.slice(2)] = answer(place);
    for (const { place, rule } of conditional) {
      place.hidden = Rules.evaluate(rule, values) === false;
      if (place.hidden) values[place.id.slice(2)] = null;
    }
  }

  for (const hint of form.querySelectorAll(".only")) hint.hidden = true;
  form.addEventListener("input", settle);
  settle();
  const summary = document.getElementById("problems");
  if (summary) summary.focus();
})();
