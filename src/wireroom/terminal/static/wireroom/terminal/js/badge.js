// Writes a number into a badge of the server's making, for the eye and for screen readers.
export function showCount(badge, count) {
  badge.hidden = !count;
  const shown = badge.querySelector("[aria-hidden]") ?? badge;
  const spoken = badge.querySelector(".visually-hidden");
  shown.textContent = count > 99 ? "99+" : count;
  if (spoken) spoken.textContent = spoken.textContent.replace(/\d+/, count);
}
