// The number of unread alerts before the page's title, whoever changes the title meanwhile.

const BADGE = /^\(\d+\+?\) /;
let badge = "";
let observer;

function show() {
  const wanted = badge + document.title.replace(BADGE, "");
  if (document.title !== wanted) document.title = wanted;
}

export function badgeTitle(count) {
  badge = count ? `(${count > 99 ? "99+" : count}) ` : "";
  if (!observer) {
    observer = new MutationObserver(show);
    observer.observe(document.querySelector("title"), { childList: true });
  }
  show();
}
