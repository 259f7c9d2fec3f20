const twoDigits = (number) => String(number).padStart(2, "0");
const ticker = (moment) =>
  `${twoDigits(moment.getUTCMonth() + 1)}/${twoDigits(moment.getUTCDate())} ` +
  `${twoDigits(moment.getUTCHours())}:${twoDigits(moment.getUTCMinutes())}`;

// The label of an item, by the rules that the server put into the page.
export function labelOf(item, labels) {
  return labels.update[item.update_type] ?? labels.urgency[item.urgency];
}

// Draws one line as the server would: the template filled in, times in UTC until they are localised.
export function draw(template, item, labels, stories) {
  const line = template.content.firstElementChild.cloneNode(true);
  const [time, tag, link] = ["time", ".tag", "a"].map((name) => line.querySelector(name));
  line.dataset.guid = item.guid;
  line.dataset.version = item.version;
  time.dateTime = item.released_at;
  time.textContent = ticker(new Date(item.released_at));
  link.textContent = item.pub_status === "usable" ? item.headline : item.headline.replace(/^(KILL|HOLD): /, "");
  link.lang = item.language;
  link.href = `${stories}${item.guid.replace("urn:uuid:", "")}/`;
  const label = labelOf(item, labels);
  if (label) {
    tag.textContent = label.word;
    tag.classList.add(`tag--${label.tone}`);
    line.classList.add(`line--${label.tone}`);
  } else {
    tag.remove();
  }
  return line;
}
