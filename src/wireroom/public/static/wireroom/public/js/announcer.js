const quietMs = 15000;

// Tells screen readers what came in: a flash at once, everything else as a count now and then.
export class Announcer {
  #count = 0;

  constructor(element) {
    this.element = element;
  }

  add(word, { headline, pub_status }) {
    if (pub_status !== "usable") this.element.textContent = ""; // what it stops may just have been said
    this.#count += 1;
    this.headline = headline;
    if (word === "Flash") this.#say(`${word}: ${headline}`);
    else this.timer ??= setTimeout(() => this.#sayCount(), quietMs);
  }

  stop() {
    clearTimeout(this.timer);
  }

  #sayCount() {
    const many = this.#count > 1 ? `${this.#count} new headlines, the latest: ` : "New headline: ";
    this.#say(many + this.headline);
  }

  #say(text) {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.#count = 0;
    this.element.textContent = text;
  }
}
