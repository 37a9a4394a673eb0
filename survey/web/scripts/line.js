// One question to the server: gives [status, answer]; status 0 where there is no line, or where what
// answered was not this server (a sign-in page of the carrier's, a proxy's error page).
var Line = (() => {
  const SLOWEST = 30000;
  let token;

  async function ask(path, sent) {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), SLOWEST);
    const asked = { signal: limit.signal };
    if (sent) {
      const field = document.querySelector("[name=csrf_token]");
      asked.method = "POST";
      asked.headers = { "X-CSRFToken": token || (field && field.value) };
      asked.body = sent instanceof FormData ? sent : JSON.stringify(sent);
    }
    try {
      const answer = await fetch(path, asked);
      const said = await answer.json();
      if (said.token) token = said.token;
      return [answer.status, said];
    } catch (fault) {
      return [0, {}];
    } finally {
      clearTimeout(timer);
    }
  }

  // As ask; a page that is older than the last sign-in fetches a new token and tries once more.
  async function send(path, sent) {
    const first = await ask(path, sent);
    if (first[1].state !== "stale_token") return first;
    await ask("/survey/sync");
    return ask(path, sent);
  }

  return { ask, send };
})();
