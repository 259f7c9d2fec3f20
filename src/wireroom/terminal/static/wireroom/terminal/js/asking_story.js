import { ask, askNodes, parsed } from "./server.js";
import { termsNote } from "./terms.js";
import { say } from "./words.js";

const AGAIN = { "X-Script": "again" }; // for what is on the screen already: nobody has asked for it

// The nodes of a story, or in their place the reason why there are none. `isAgain`: see AGAIN.
export async function askStory(url, signal, isAgain = false) {
  try {
    return isAgain ? await nodesAgain(url, signal) : await askNodes(url, signal);
  } catch (error) {
    if (error.isTerms) return [termsNote()];
    return [error.status ? say("story.missing") : say("story.unreachable")];
  }
}

// The nodes of a story when they are not those on the screen any more, else null.
export async function askNewer(url, signal, shown) {
  const story = await askAgain(url, signal);
  return story && editionOf(story) !== editionOf(shown) ? story : null;
}

async function askAgain(url, signal) {
  try {
    return await nodesAgain(url, signal);
  } catch (error) {
    return error.status === 404 ? [say("story.missing")] : null;
  }
}

async function nodesAgain(url, signal) {
  const response = await ask(url, { signal, headers: AGAIN });
  return [...parsed(await response.text()).body.childNodes];
}

function editionOf(nodes) { return [...nodes].find((node) => node.dataset?.edition)?.dataset.edition; }
