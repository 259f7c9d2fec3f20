import { readEvents } from "./event_reader.js";
import { askPage, askTicket } from "./server.js";

const SILENCE_MS = 40_000; // the server speaks every 15 s: two heartbeats missed and some

// One connection to the push server, from a fresh ticket to its end.
export class StreamConnection {
  #abort = new AbortController();
  #watchdog;
  heardAt = Date.now();
  end = null; // why and when it ended, unless the line broke: "closed", "silent", or what the server said

  // Runs until the end, gives the HTTP status, and rejects when the line breaks or is cut by us. `place` is the controller with
  // its addresses, secret and cursor; a stale list is asked for anew first, as an event `page`.
  async run(place, listIsStale, onEvent) {
    try {
      this.#heard();
      if (listIsStale) onEvent({ type: "page", data: await askPage(place.pageUrlValue) });
      const { ticket, url } = await askTicket(place.ticketUrlValue, place.csrfValue, this.#abort.signal);
      const after = place.cursorValue;
      const query = new URLSearchParams({ ticket, format: "ticker", "last-event-id": after });
      const { signal } = this.#abort;
      return await readEvents(`${url}?${query}`, { signal, onEvent, onBytes: () => this.#heard() });
    } finally {
      clearTimeout(this.#watchdog);
    }
  }

  close(reason = "closed", at = "") {
    this.end ??= { reason, at };
    clearTimeout(this.#watchdog);
    this.#abort.abort();
  }

  #heard() {
    this.heardAt = Date.now();
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.close("silent"), SILENCE_MS);
  }
}
