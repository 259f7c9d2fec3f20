import { Controller } from "../../vendor/stimulus.js";
import { markLink } from "./line.js";
import { askStory } from "./asking_story.js";

// Opens a story over the columns, and closes it again with Escape. The address of the page stays.
export default class OverlayController extends Controller {
  static targets = ["pane"];
  #abort = new AbortController();
  #address = "";
  #from = null;

  click(event) {
    const link = event.target.closest("a[href*='/story/']");
    if (event.target.closest(".story__close")) return this.close(event);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#open(link);
  }

  close(event) {
    if (this.paneTarget.hidden) return;
    event.preventDefault();
    this.#abort.abort();
    this.paneTarget.hidden = true;
    this.paneTarget.replaceChildren();
    this.#mark("");
    this.#from?.focus();
  }

  // What was held or killed loses its text in the moment that this is heard.
  hear({ detail: item }) {
    if (this.paneTarget.hidden || !this.#address.includes(`/${item.guid.replace("urn:uuid:", "")}/`)) return;
    if (item.pub_status !== "usable") this.paneTarget.replaceChildren(item.headline);
    this.#fill(true);
  }

  async #open(link) {
    if (!this.paneTarget.contains(link)) this.#from = link;
    this.#address = link.href;
    this.#mark(link.pathname);
    await this.#fill();
    this.paneTarget.scrollTop = 0;
    this.paneTarget.focus();
  }

  async #fill(isAgain) {
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    const story = await askStory(this.#address, signal, isAgain);
    if (signal.aborted) return;
    this.paneTarget.replaceChildren(...story);
    this.paneTarget.hidden = false;
  }

  #mark(pathname) { markLink(this.element.querySelectorAll(".line__link"), pathname); }
}
