const spell = new Intl.DateTimeFormat("en-GB", {
  weekday: "long", day: "numeric", month: "long", year: "numeric",
}).format;

// Puts a heading before the first line of each day, in the reader's time zone. The server does the
// same in UTC, and a line at 21:56 may stand under another day here than there.
export function groupByDay(list) {
  list.querySelectorAll(".ticker__day").forEach((heading) => heading.remove());
  let day = "";
  for (const line of list.querySelectorAll(".line")) {
    const here = spell(new Date(line.querySelector("time").dateTime));
    if (here === day) continue;
    day = here;
    const heading = document.createElement("h3");
    heading.className = "ticker__day";
    heading.textContent = day;
    line.before(heading);
  }
}
