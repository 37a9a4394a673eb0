// Measures the line to the server: some round trips, then pieces down and up, small ones first and
// each as large as the one before says that the line carries. The server counts bytes and times too.
"use strict";
(() => {
  const place = document.getElementById("measure");
  if (!place) return;
  const say = document.getElementById("measure-state");
  const button = place.querySelector("button");
  const SMALLEST = 8192;
  const GROWTH = 16;
  const PIECE_MS = 1200; // about how long the piece that counts should take
  const EACH_MS = 4000; // for each direction
  const ALL_MS = 10000;
  const DOWN = { most: 2900000, largest: 2000000 };
  const UP = { most: 1900000, largest: 1400000 };
  const PINGS = 5;
  place.hidden = false;

  function noise(size) {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
    return bytes;
  }

  async function post(path, body, headers, signal) {
    const answer = await fetch(path, {
      method: "POST",
      body,
      signal,
      headers: { "X-CSRFToken": place.dataset.token, ...headers },
    });
    if (answer.ok) return answer;
    const told = await answer.json().catch(() => ({}));
    throw new Error(told.sentence || place.dataset.failed);
  }

  async function measure(signal) {
    let ticket = (await (await post(place.dataset.start, "", {}, signal)).json()).ticket;
    const times = [];
    const trips = [];
    const filled = noise(UP.largest);

    async function pass(want, body) {
      const headers = { "X-Ticket": ticket, "X-Want": String(want), "Content-Type": "application/octet-stream" };
      const began = performance.now();
      const answer = await post(place.dataset.step, body, headers, signal);
      const content = await answer.arrayBuffer();
      const ms = Math.max(0.01, performance.now() - began - Number(answer.headers.get("X-Spent")));
      ticket = new TextDecoder().decode(content.slice(want));
      times.push(ms);
      return ms;
    }

    async function trip() {
      trips.push(await pass(0, ""));
    }

    async function pieces(limit, carry) {
      const until = performance.now() + EACH_MS;
      const latency = [...trips].sort((a, b) => a - b)[Math.floor(trips.length / 2)];
      let size = SMALLEST;
      let left = limit.most;
      for (;;) {
        const ms = await carry(size);
        left -= size;
        const rate = size / Math.max(ms - latency, ms / 5, 0.01);
        const next = Math.floor(Math.min(rate * PIECE_MS, size * GROWTH, limit.largest, left));
        if (next < 2 * size || performance.now() + next / rate > until) return;
        size = next;
      }
    }

    for (let each = 0; each < PINGS; each += 1) await trip();
    await pieces(DOWN, (size) => pass(size, ""));
    // Between the two, so that the server can tell the last piece down from the first one up.
    await trip();
    await pieces(UP, (size) => pass(0, filled.subarray(0, size)));
    const headers = { "Content-Type": "application/json" };
    await post(place.dataset.finish, JSON.stringify({ ticket, times }), headers, signal);
  }

  button.addEventListener("click", async () => {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), ALL_MS);
    button.disabled = true;
    say.textContent = place.dataset.running;
    try {
      await measure(stop.signal);
      location.replace(`${location.pathname}?done=1`);
    } catch (fault) {
      const offline = fault instanceof TypeError;
      say.textContent = stop.signal.aborted ? place.dataset.slow : offline ? place.dataset.failed : fault.message;
      button.disabled = false;
    } finally {
      clearTimeout(late);
    }
  });
})();
