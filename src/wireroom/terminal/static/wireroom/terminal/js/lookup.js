import { askDocument } from "./server.js";

// Asks for results, one question at a time: a newer one makes the older forgotten.
export class Lookup {
  #abort = new AbortController();

  stop() { this.#abort.abort(); }

  // Gives the page; null when it could not be had, undefined when another question has overtaken this
  // one. Nothing found is given only after a while: whoever goes on typing need not see it.
  async ask(url, patience_ms) {
    this.stop();
    const { signal } = (this.#abort = new AbortController());
    const page = await askDocument(url, signal).catch(() => null);
    if (page && !page.querySelector(".line")) await pause(patience_ms);
    return signal.aborted ? undefined : page;
  }
}

function pause(ms) { return new Promise((resolve) => { setTimeout(resolve, ms); }); }
