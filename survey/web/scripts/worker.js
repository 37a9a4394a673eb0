// Keeps the officer's pages at hand: the server's answer where there is one, the kept page where there is
// no line, the server is in trouble, or nothing has come for a while. Answers are never kept here. Of
// pages outside the form nothing is kept: with no line it is said that they need one.
const PATIENCE = 10000;
const OWN = /^\/survey(\/|$)/;
// Posts whose content the page has kept before sending: with no line they lead back to a kept page.
const KEPT = /^\/survey\/(section\/\w+|submit)$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  const opened = request.mode === "navigate";
  if (opened && OWN.test(pathname)) event.respondWith(page(event, pathname));
  else if (opened && request.method === "GET") event.respondWith(fetch(request).catch(away));
  else if (/^\/(static|scripts)\//.test(pathname)) event.respondWith(file(request));
});

async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) || fetch(request);
}

async function page(event, path) {
  const { request } = event;
  const posted = request.method !== "GET";
  const kept = () => (posted ? null : caches.match(path, { ignoreVary: true }));
  const asked = fetch(request).then(async (answer) => {
    if (answer.status > 501) throw answer;
    const account = answer.headers.get("X-Account");
    if (account && answer.ok && !posted && !new URL(request.url).search) {
      const pages = await caches.open("pages-" + account);
      await pages.put(path, answer.clone());
    }
    return answer;
  });
  event.waitUntil(asked.catch(() => {}));
  const late = new Promise((done, fail) => setTimeout(fail, PATIENCE));
  try {
    return await (!posted && (await kept()) ? Promise.race([asked, late]) : asked);
  } catch (fault) {
    if (posted && KEPT.test(path)) return Response.redirect(path.replace("submit", "check"), 303);
    return (await kept()) || (fault instanceof Response ? fault : fault ? away() : asked);
  }
}

// A page of our own instead of the browser's, in both languages, with the stylesheet that is kept.
async function away() {
  const files = await (await caches.open("files")).keys();
  const style = files.find(({ url }) => url.includes("style.css"));
  const said = ["vi", "en"].map((to) => `<div lang="${to}"><h1>${Words.away[to]}</h1><p><a href="/survey">${Words.back[to]}</a></p></div>`);
  const head = `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${Words.away.vi}</title>`;
  const text = head + (style ? `<link rel="stylesheet" href="${style.url}">` : "") + "<main>" + said.join("") + "</main>";
  return new Response(text, { status: 503, headers: { "Content-Type": "text/html" } });
}
