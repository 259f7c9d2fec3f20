// Reads server-sent events (WHATWG HTML §9.2) with fetch. EventSource would hide what we need: the
// heartbeats, by which a dead connection is told from a quiet wire, and the status of a refusal.

// Calls `onBytes()` for every piece that arrives and `onEvent({ type, id, data })` for every event.
// Resolves with the HTTP status when the server has ended the stream; rejects when the line broke.
export async function readEvents(url, { signal, onBytes, onEvent }) {
  const response = await fetch(url, {
    signal, cache: "no-store", credentials: "omit", headers: { Accept: "text/event-stream" },
  });
  if (response.status !== 200) return response.status;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const parser = new Parser(onEvent);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return response.status;
    onBytes();
    parser.feed(value);
  }
}

class Parser {
  #onEvent;
  #rest = "";
  #id = "";
  #event = { type: "message", data: [] };

  constructor(onEvent) {
    this.#onEvent = onEvent;
  }

  feed(text) {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop();
    for (const line of lines) this.#line(line.endsWith("\r") ? line.slice(0, -1) : line);
  }

  #line(line) {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#event.type = value;
    if (field === "data") this.#event.data.push(value);
    if (field === "id") this.#id = value;
  }

  #dispatch() {
    const { type, data } = this.#event;
    this.#event = { type: "message", data: [] };
    if (data.length) this.#onEvent({ type, id: this.#id, data: JSON.parse(data.join("\n")) });
  }
}
