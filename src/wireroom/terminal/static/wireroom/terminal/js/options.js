// The list below a text box, after the ARIA APG's combobox: the focus stays in the box, which says which
// row is marked.
export class Options {
  #input;
  #list;
  at = -1; // the marked row

  constructor(input, list) { [this.#input, this.#list] = [input, list]; }

  get isOpen() { return !this.#list.hidden; }

  show(options) {
    this.#list.replaceChildren(...options.map((option, index) => draw(option, `${this.#list.id}-${index}`)));
    this.#list.hidden = !options.length;
    if (this.#input.role === "combobox") this.#input.ariaExpanded = String(this.isOpen);
    this.#mark(-1);
  }

  move(step) {
    const last = this.#list.children.length - 1;
    this.#mark(Math.max(-1, Math.min(this.at + step, last)));
    this.#list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  indexOf(element) { return [...this.#list.children].indexOf(element.closest("[role=option]")); }

  #mark(at) {
    this.at = at;
    [...this.#list.children].forEach((row, index) => { row.ariaSelected = String(index === at); });
    this.#input.setAttribute("aria-activedescendant", this.#list.children[at]?.id ?? "");
  }
}

// What is written, what it means, of what kind it is.
function draw({ insert, label, help, kind }, id) {
  const row = make("li", "option");
  Object.assign(row, { id, role: "option" });
  row.append(make("span", "option__text", insert.trim()), " ");
  if (label) row.append(make("span", "option__label", label), " ");
  row.append(make("span", "option__kind", help || kind));
  return row;
}

function make(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text, dir: "auto" });
}
