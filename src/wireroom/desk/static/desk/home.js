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
            tick();
            say("");
        } catch {
            say("This page is not up to date: the server does not answer. Trying again.");
        }
    };
    // Counts down by the second between two refreshes, by the server's clock.
    const spell = (s) => {
        const [hours, minutes, rest] = [Math.floor(s / 3600), Math.floor(s / 60) % 60, String(s % 60).padStart(2, "0")];
        return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
    };
    let drawnAt = performance.now();
    const tick = () => { drawnAt = performance.now(); };
    setInterval(() => board?.querySelectorAll("[data-left-s]").forEach((time) => {
        const left = Math.max(0, Math.round(time.dataset.leftS - (performance.now() - drawnAt) / 1000));
        time.textContent = `in ${spell(left)}`;
    }), 250);

    const loop = async () => {
        await refresh();
        setTimeout(loop, Number(board.dataset.everyMs));
    };
    if (board) setTimeout(loop, Number(board.dataset.everyMs));
})();
