// The desk's home: `f` goes to the flash line, one send a page, and the board refreshes itself.
(() => {
    const form = document.querySelector("[data-desk-flash]");
    const line = form?.querySelector("input[name=headline]");

    document.addEventListener("keydown", (event) => {
        const typing = event.target.closest("input, textarea, select, [contenteditable]");
        if (!line || event.key !== "f" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        line.focus();
    });

    form?.addEventListener("submit", (event) => {
        // The server releases once for the hidden key anyway; this spares the editor a second page load.
        if (form.dataset.sent) event.preventDefault();
        form.dataset.sent = "1";
        form.querySelector("button").textContent = "Releasing…";
    });
    window.addEventListener("pageshow", (event) => {
        // From the back-forward cache the key is a used one: take a fresh page.
        if (event.persisted) window.location.reload();
    });

    const board = document.querySelector("[data-desk-board]");
    const state = document.querySelector("[data-desk-board-state]");
    const say = (text) => { if (state.textContent !== text) state.textContent = text; };

    const keepFocus = (html) => {
        const href = board.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
        board.innerHTML = html;
        if (href) board.querySelector(`a[href="${CSS.escape(href)}"]`)?.focus();
    };

    const refresh = async () => {
        if (document.hidden) return;
        try {
            const answer = await fetch(board.dataset.url, { headers: { "X-Requested-With": "XMLHttpRequest" } });
            if (!answer.ok || answer.redirected) throw new Error(answer.status);
            keepFocus(await answer.text());
            say("");
        } catch {
            say("This page is not up to date: the server does not answer. Trying again.");
        }
    };
    const loop = async () => {
        await refresh();
        setTimeout(loop, Number(board.dataset.everyMs));
    };
    if (board) setTimeout(loop, Number(board.dataset.everyMs));
})();
