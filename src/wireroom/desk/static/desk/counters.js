// Counts the characters of a field that has a recommended length; too long is said in words, not only in colour.
(() => {
    const count = (box) => {
        const field = box.querySelector("input, textarea");
        if (!field || box.querySelector("output.desk-count")) return;
        const limit = Number(box.dataset.deskCount);
        const output = document.createElement("output");
        output.className = "desk-count";
        output.htmlFor = field.id;
        field.after(output);
        const show = () => {
            const length = [...field.value].length;
            const over = length - limit;
            output.textContent = over > 0 ? `${length} of ${limit}: ${over} too many` : `${length} of ${limit}`;
            output.dataset.state = over > 0 ? "long" : "ok";
        };
        field.addEventListener("input", show);
        show();
    };
    document.querySelectorAll("[data-desk-count]").forEach(count);
})();
