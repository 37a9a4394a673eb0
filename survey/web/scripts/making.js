// Elements made from words, never from markup: what people typed stays text.
var Making = (() => {
  function make(name, given, ...inside) {
    const made = document.createElement(name);
    Object.assign(made, given);
    made.append(...inside.filter((each) => each !== null));
    return made;
  }

  const fill = (sentence, blanks) => sentence.replace(/\{(\w+)\}/g, (_, name) => blanks[name]);
  return { make, fill };
})();
