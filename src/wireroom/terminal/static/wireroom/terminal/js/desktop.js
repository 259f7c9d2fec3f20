// A notification of the desktop, for those who have allowed it. The tag makes one of what two tabs show,
// and puts a story's correction or kill in the place of what was shown before.

export function isAllowed() {
  return "Notification" in window && Notification.permission === "granted";
}

export function notify({ guid, topic, headline, url, language, labels }) {
  if (!isAllowed()) return;
  const words = labels.map(({ word }) => word.toUpperCase()).join(" ");
  const body = [words, headline].filter(Boolean).join(" ");
  const shown = new Notification(topic, { body, tag: guid, renotify: true, lang: language, dir: "auto" });
  shown.onclick = () => { window.focus(); location.assign(url); };
}
