// Keeping the reader's place while a list grows on top. Browsers anchor scrolling differently, Safari
// for long not at all, so the stylesheet switches theirs off and this does it the same everywhere.

import { keyOf } from "./stories.js";

const AT_TOP_PX = 8;

export function isAtTop(box) {
  return box.scrollTop < AT_TOP_PX;
}

// Changes the box above what is being read, and leaves that where it was on the screen.
export function keepPlace(box, change) {
  const isReading = !isAtTop(box);
  const belowTop_px = box.scrollHeight - box.scrollTop;
  change();
  if (isReading) box.scrollTop = box.scrollHeight - belowTop_px;
}

// Changes the box anywhere, and leaves the line that is being read where it was on the screen. A line that
// has become another version has gone elsewhere: then the next below it stays.
export function keepReading(box, change) {
  if (isAtTop(box)) return change();
  const { top } = box.getBoundingClientRect();
  const read = linesIn(box).map((line) => [line, line.getBoundingClientRect()]).filter(([, { bottom }]) => bottom > top);
  const result = change();
  const lines = new Map(linesIn(box).map((line) => [keyOf(line), line]));
  const [before, where] = read.find(([line]) => lines.has(keyOf(line))) ?? [];
  if (before) box.scrollTop += lines.get(keyOf(before)).getBoundingClientRect().top - where.top;
  return result;
}

// How many lines there are down to the end of what is seen.
export function reach(box) {
  const end = box?.getBoundingClientRect().bottom;
  return box ? linesIn(box).filter((line) => line.getBoundingClientRect().top < end).length : 0;
}

function linesIn(box) { return [...box.querySelectorAll(".line")]; }
