const firstWaitMs = 5000; // as long as a supervisor needs to start the push server again
const longestWaitMs = 300000;

// One stream, kept open. The browser itself reconnects a stream that broke, with Last-Event-ID; when
// it gave up (an answer other than 200, 204 included) we ask again, more and more rarely.
export class Stream {
  #waitMs = firstWaitMs;

  constructor(url, cursor, { message, state, reset }) {
    Object.assign(this, { url, cursor, message, state, reset });
    this.open();
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
  }

  open() {
    this.close();
    const url = new URL(this.url, location.href);
    url.searchParams.set("format", "ticker");
    url.searchParams.set("last-event-id", this.cursor);
    this.state("waiting");
    this.source = new EventSource(url);
    this.source.addEventListener("hello", () => this.#opened());
    this.source.addEventListener("message", (event) => this.#take(event));
    this.source.addEventListener("reset", () => this.reset());
    this.source.addEventListener("bye", (event) => this.#dismissed(event));
    this.source.addEventListener("error", () => this.#broke());
  }

  #opened() {
    this.#waitMs = firstWaitMs;
    this.state("live");
  }

  #take(event) {
    this.cursor = event.lastEventId || this.cursor;
    const item = JSON.parse(event.data);
    // an earlier version of a story that was killed since has no text, and its kill follows
    if (item.pub_status !== "canceled" || item.update_type === "kill") this.message(item);
  }

  #dismissed(event) {
    if (JSON.parse(event.data).reason === "rights_changed") this.reset();
  }

  #broke() {
    this.state("lost");
    if (this.source.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), this.#waitMs * (0.5 + Math.random()));
    this.#waitMs = Math.min(this.#waitMs * 2, longestWaitMs);
  }
}
