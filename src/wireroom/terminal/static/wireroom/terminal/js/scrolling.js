// Keeping the reader's place while a list grows on top. Browsers anchor scrolling differently, Safari
// for long not at all, so the stylesheet switches theirs off and this does it the same everywhere.

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
