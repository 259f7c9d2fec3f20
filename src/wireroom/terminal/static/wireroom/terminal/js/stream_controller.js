import { Controller } from "../../vendor/stimulus.js";
import { Patience } from "./patience.js";
import { StreamConnection } from "./stream_connection.js";

const STALE_MS = 20_000; // longer than a heartbeat: after sleep, a connection this quiet is doubted

// Keeps the wire open and tells the page what comes: `stream:item`, `stream:page` (the list anew),
// `stream:state`. It holds the id of the last event, so nothing is missed between two connections.
export default class StreamController extends Controller {
  static values = { cursor: String, csrf: String, ticketUrl: String, pageUrl: String };
  #connection = null;
  #listIsStale = false;
  #patience = new Patience();
  #isLater = false;
  #timer;

  connect() { this.#open(); }

  disconnect() { clearTimeout(this.#timer); this.#connection?.close(); this.#connection = null; }

  wake() {
    const quiet_ms = this.#connection ? Date.now() - this.#connection.heardAt : Infinity;
    if (quiet_ms > STALE_MS) this.#open();
  }

  offline() { this.disconnect(); this.#tell("offline"); }

  async #open() {
    this.disconnect();
    const connection = this.#connection = new StreamConnection();
    if (!this.#isLater) this.#tell("connecting");
    const onEvent = (event) => connection.end ?? this.#hear(event, connection);
    const run = connection.run(this, this.#listIsStale, onEvent);
    const status = await run.catch((error) => error.status ?? 0);
    if (connection === this.#connection) this.#ended(status, connection.end ?? {});
  }

  #hear({ type, id, data }, connection) {
    if (id) this.cursorValue = id;
    if (type === "page") this.#renewed(data);
    if (type === "message") this.dispatch("item", { detail: data });
    if (type === "hello") { this.#patience.opened(); this.#tell("live"); }
    if (type === "reset" || data.reason === "rights_changed") this.#listIsStale = true;
    if (type === "reset" || type === "bye") connection.close(data.reason, data.at);
  }

  #renewed({ page, cursor, csrf }) {
    [this.cursorValue, this.csrfValue, this.#listIsStale] = [cursor, csrf, false];
    this.dispatch("page", { detail: page });
  }

  #ended(status, { reason, at }) {
    this.disconnect();
    if (status === 401 || at) return this.#tell("signed_out", { reason, at }); // at: the session ended
    if (status === 403 && this.#listIsStale) return location.reload(); // the page says why
    if (status === 403) this.#listIsStale = true; // rights, or an old form secret: ask for the page
    this.#isLater = status === 204; // nothing is held in real time, as far as the server has heard
    const wait_ms = this.#patience.next();
    this.#tell(this.#isLater ? "later" : "waiting", this.#isLater ? {} : { until: Date.now() + wait_ms });
    this.#timer = setTimeout(() => this.#open(), wait_ms);
  }

  #tell(name, more = {}) { this.dispatch("state", { detail: { name, ...more } }); }
}
