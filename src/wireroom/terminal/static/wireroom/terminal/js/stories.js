// The lines of the list: one for each story.

export function lineOf(list, guid) {
  return list.querySelector(`[data-guid="${CSS.escape(guid)}"]`);
}

// All the lines of a story; there are several when a search lists versions.
export function linesOfStory(list, guid) {
  return [...list.querySelectorAll(`[data-guid="${CSS.escape(guid)}"]`)];
}

// Puts a version on top, in the place of its story's line. One that is here already, or older than what
// is here, changes nothing.
export function raise(list, item, draw) {
  const old = lineOf(list, item.guid);
  if (old && Number(old.dataset.version) >= item.version) return false;
  const hadFocus = old?.contains(document.activeElement);
  const line = draw(item);
  old?.remove();
  list.prepend(line);
  if (hadFocus) line.querySelector("a").focus({ preventScroll: true });
  return true;
}

// Puts older lines below and gives the first; a story that is here stays where it is.
export function append(list, lines) {
  const missing = [...lines].filter((line) => !lineOf(list, line.dataset.guid));
  list.append(...missing);
  return missing[0];
}

// Takes away what is over `most` lines, and says whether that was any.
export function cut(list, most) {
  const tooMany = [...list.children].slice(most);
  for (const line of tooMany) line.remove();
  return tooMany.length > 0;
}

// What tells a version's line from every other.
export function keyOf({ dataset }) { return `${dataset.guid} ${dataset.version}`; }

// Puts the lines of another list in place of these, and gives those that were not here. The focus stays
// with its story, else it goes on top.
export function renew(lines, others) {
  const known = new Set([...lines.children].map(keyOf));
  const story = document.activeElement?.closest?.("[data-guid]");
  const guid = lines.contains(story) ? story.dataset.guid : "";
  lines.replaceChildren(...others.children);
  lines.ariaLabel = others.ariaLabel;
  if (guid) (lineOf(lines, guid) ?? lines.firstElementChild)?.querySelector("a").focus({ preventScroll: true });
  return [...lines.children].filter((line) => !known.has(keyOf(line)));
}

// How much of a page's news comes by no stream; see `later`.
export function shareOf(page) { return page.querySelector("[data-later-share-value]")?.dataset.laterShareValue; }
