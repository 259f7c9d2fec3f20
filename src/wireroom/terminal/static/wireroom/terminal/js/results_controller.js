import { Controller } from "../../vendor/stimulus.js";
import { askedOf } from "./address.js";
import { factsOf } from "./line.js";
import { linesOfStory } from "./stories.js";

// Between the stream and the list: the wire's list takes every item, a search only what the server has
// found to meet it. A kill or hold passes at once wherever its story stands.
export default class ResultsController extends Controller {
  static targets = ["lines"];

  hear({ detail: item }) {
    if (!askedOf(location).q) return this.#pass(item);
    const [first, ...others] = linesOfStory(this.linesTarget, item.guid);
    if (item.pub_status === "usable" || !first) return;
    others.forEach((line) => line.remove());
    this.#pass(item);
  }

  insert({ detail: { key, lines, items } }) {
    if (key !== "search") return;
    const came = new Map(items.map((item) => [item.guid, item]));
    for (const line of lines.toReversed()) this.#pass({ ...factsOf(line), ...came.get(line.dataset.guid), line });
    for (const { dataset } of lines) came.delete(dataset.guid);
    came.forEach((item) => this.#drop(item));
  }

  // A newer version that meets the query no more takes its story out of the results.
  #drop({ guid, version, pub_status }) {
    if (pub_status !== "usable") return;
    const lines = linesOfStory(this.linesTarget, guid).filter(({ dataset }) => dataset.version < version);
    lines.forEach((line) => line.remove());
    if (lines.length) this.dispatch("dropped");
  }

  #pass(item) { this.dispatch("item", { detail: item }); }
}
