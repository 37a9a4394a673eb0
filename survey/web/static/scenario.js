"use strict";
(() => {
  const form = document.getElementById("scenario"), outcome = document.getElementById("outcome");
  let waiting, asking;
  const preview = async () => {
    asking?.abort();
    asking = new AbortController();
    outcome.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(location.pathname + "?" + new URLSearchParams(new FormData(form)), { signal: asking.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById("outcome");
      if (!found) return form.submit();
      outcome.replaceChildren(...found.childNodes);
      outcome.removeAttribute("aria-busy");
      history.replaceState(null, "", answer.url);
      for (const field of form.querySelectorAll("input[id]")) {
        const read = page.getElementById(field.id);
        field.toggleAttribute("aria-invalid", false);
        if (read.ariaInvalid) {
          field.setAttribute("aria-invalid", "true");
          field.closest("details")?.setAttribute("open", "");
        }
        field.nextElementSibling.replaceWith(read.nextElementSibling);
      }
    } catch (fault) {
      if (fault.name !== "AbortError") form.submit();
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(preview, 300);
  });
})();
