// Keeps the officer's pages at hand: the server's answer where there is one, the kept page where there is
// no line, the server is in trouble, or nothing has come for a while. Answers are never kept here.
const PATIENCE = 10000;
// Posts whose content the page has kept before sending: with no line they lead back to a kept page.
const KEPT = /^\/survey\/(section\/\w+|submit)$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, pathname));
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
    return (await kept()) || (fault instanceof Response ? fault : asked);
  }
}
