// What a person can do about answers that are not on the server: choose, sign in again, take them away.
var Trouble = (() => {
  const { make } = Making;

  // The first refused field on this page; else the check page, which links to each.
  function whereRefused({ edits }) {
    const own = Section && Section.names.find((q) => edits[q] && edits[q].x);
    return own ? "#q-" + own : "/survey/check";
  }

  function show(name) {
    const { draft, state } = Syncing;
    const told = state && state.sentence;
    const links = [];
    if (state && state.sign_in) links.push(make("a", { href: state.sign_in }, Words.sign_in));
    if (name === "full" || (told && Syncing.waiting(draft).length))
      links.push(make("button", { type: "button", className: "plain", onclick: () => Preparing.files(() => Taking.away(draft)) }, Words.download));
    if (name === "choose") links.push(make("a", { href: "#choices" }, Words.see_choices));
    if (name === "recheck") links.push(make("a", { href: "/survey/check" }, Words.check_again));
    if (name === "refused") links.push(make("a", { href: whereRefused(draft) }, Words.see_refused));
    const file = name === "filerefused" && Object.values(draft.files).find(({ w }) => w === "refused");
    if (file) links.push(make("a", { href: file.p }, Words.see_file));
    Choosing.show();
    if (Section && !state) Beside.showRefused();
    while (Page.line.children[1]) Page.line.lastChild.remove();
    if (links.length) Page.line.append(make("p", {}, ...links));
  }

  return { show };
})();
