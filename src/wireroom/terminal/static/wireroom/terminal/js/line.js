// Draws one line of the list from a stream event, with the server's own template and words.

// Word and tone before the headline; the same rule as `wireroom.terminal.labels.labels`.
export function labelsOf(item, table) {
  const update = table.update[item.update_type];
  if (table.notices.includes(item.update_type)) return [update];
  return [table.urgency[item.urgency], update].filter(Boolean);
}

export function isFlash(item) {
  return item.urgency === 1 && item.pub_status === "usable";
}

// An earlier version of a story that was killed since: it has no text, and its kill follows.
function isKilledVersion(item) {
  return item.pub_status === "canceled" && item.update_type !== "kill";
}

// The last item of each story, in the order in which these came.
export function newestOfEach(items) {
  const stories = new Map();
  for (const item of items.filter((item) => !isKilledVersion(item))) {
    stories.delete(item.guid);
    stories.set(item.guid, item);
  }
  return [...stories.values()];
}

export function drawLine(template, item, table) {
  const line = template.content.firstElementChild.cloneNode(true);
  const labels = labelsOf(item, table);
  const [time, link, headline] = ["time", "a", ".line__headline"].map((css) => line.querySelector(css));
  if (labels.length) line.classList.add(`line--${labels[0].tone}`);
  line.classList.add("line--arrived");
  line.dataset.guid = item.guid;
  line.dataset.version = item.version;
  time.dateTime = item.released_at;
  link.href = link.getAttribute("href").replace("SHORT", item.guid.replace("urn:uuid:", ""));
  link.prepend(...labels.flatMap(drawLabel));
  headline.textContent = item.pub_status === "usable" ? item.headline : item.headline.replace(/^(KILL|HOLD): /, "");
  headline.lang = item.language;
  line.querySelector(".line__meta").replaceChildren(...drawMeta(item));
  return line;
}

function drawLabel({ word, tone }) {
  return [make("span", `tag tag--${tone}`, word), " "];
}

function drawMeta({ genre, language }) {
  const name = genre.split(":").at(-1).replace(/[_-]/g, " ");
  const shown = name === "Current" ? [] : [make("span", "line__genre", name), " "];
  return [...shown, make("span", "line__language", language)];
}

function make(tag, className, text) {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

// Marks the link to what is open, for the eye and for screen readers.
export function markLink(links, pathname) {
  for (const link of links) link.ariaCurrent = link.pathname === pathname ? "true" : null;
}

// What a line that the server has drawn says of its story. How urgent it was is not told again.
export function factsOf(line) {
  const headline = line.querySelector(".line__headline").textContent;
  const version = Number(line.dataset.version);
  return { guid: line.dataset.guid, version, headline, pub_status: "usable", urgency: 4 };
}
