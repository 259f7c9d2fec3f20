// How long to wait before trying again: 1, 2, 4, 8 and then 15 seconds, each between half and one and
// a half of that, so that thousands of terminals do not come back in the same moment.

const LONGEST_S = 15;
const SETTLED_MS = 10_000;

export class Patience {
  #failures = 0;
  #openedAt = 0;

  opened() {
    this.#openedAt = Date.now();
  }

  // Milliseconds to wait now. A connection that held for a while makes earlier failures forgotten.
  next() {
    if (this.#openedAt && Date.now() - this.#openedAt > SETTLED_MS) this.#failures = 0;
    this.#openedAt = 0;
    const wait_s = Math.min(2 ** this.#failures++, LONGEST_S);
    return Math.min(wait_s * (0.5 + Math.random()), LONGEST_S) * 1000;
  }
}
