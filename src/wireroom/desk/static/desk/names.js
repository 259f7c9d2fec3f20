// Names the rich text boxes, which Wagtail leaves nameless in a stream of blocks: by the label of their
// field, else by the kind of their block.
(() => {
    const nameOf = (box) => {
        const label = box.closest(".w-field")?.querySelector(":scope > label, .w-field__label");
        const block = box.closest("section[aria-labelledby]");
        const kind = block && document.getElementById(block.getAttribute("aria-labelledby").split(" ")[0]);
        // the heading of a block goes on with its text, on a line of its own
        return (label ?? kind)?.textContent.replace("*", "").trim().split("\n")[0].trim() || "Text";
    };
    const name = () => {
        for (const box of document.querySelectorAll(".public-DraftEditor-content:not([aria-label])")) {
            box.setAttribute("aria-label", nameOf(box));
        }
    };
    const form = document.getElementById("w-editor-form");
    if (form) new MutationObserver(name).observe(form, { childList: true, subtree: true });
})();
