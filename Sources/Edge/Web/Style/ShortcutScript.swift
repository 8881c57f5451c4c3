/// The script behind `html.shortcuts`: what the panel lists, and nothing else.
enum ShortcutScript {
    static let text = """
        "use strict";
        (() => {
          const panel = document.querySelector("[data-shortcuts]"), opener = document.querySelector("[data-shortcuts-opener]");
          if (!panel?.showModal) return;
          const box = panel.querySelector("input"), rows = [...panel.querySelectorAll("[data-key]")];
          // A browser may keep nothing for us; then the keys are on for this page.
          const kept = (value) => { try { if (value) localStorage.setItem("shortcuts", value); return localStorage.getItem("shortcuts"); } catch { return null; } };
          const seen = (element) => element.getClientRects().length > 0 || element.closest("details:not([open])");
          const found = (row) => [...document.querySelectorAll(row.dataset.target)].filter((element) => !panel.contains(element) && seen(element));
          const announce = () => {
            for (const row of rows) for (const element of found(row).slice(0, 1)) {
              if (box.checked && (row.dataset.act === "press" || row.dataset.act === "focus")) element.setAttribute("aria-keyshortcuts", row.dataset.key);
              else element.removeAttribute("aria-keyshortcuts");
            }
          };
          const open = () => { for (const row of rows) row.hidden = !found(row).length; panel.showModal(); };
          const go = (element) => {
            const closed = element.closest("details:not([open])");
            if (closed) closed.open = true;
            element.focus({ focusVisible: true });
          };
          // The group where the focus is, else the first without an answer, else the first.
          const group = (choices) => {
            const groups = [...new Set(choices.map((choice) => choice.name))].map((name) => choices.filter((choice) => choice.name === name));
            return groups.find((of) => of.includes(document.activeElement)) || groups.find((of) => !of.some((choice) => choice.checked)) || groups[0];
          };
          const act = {
            press: ([first]) => first.click(),
            focus: ([first]) => go(first),
            choose: (choices, key) => { const choice = group(choices)[key - 1]; if (choice) { choice.click(); go(choice); } },
            next: (all) => go(all[Math.min(all.indexOf(document.activeElement) + 1, all.length - 1)]),
            previous: (all) => go(all[Math.max(all.indexOf(document.activeElement) - 1, 0)]),
            tick: (boxes) => boxes.find((box) => box.closest("tr")?.contains(document.activeElement))?.click(),
          };
          const takesText = (element) => element?.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit], [type=button])");
          box.checked = kept() !== "off";
          announce();
          opener.hidden = false;
          opener.querySelector("button").addEventListener("click", open);
          panel.querySelector("button").addEventListener("click", () => panel.close());
          box.addEventListener("change", () => { kept(box.checked ? "on" : "off"); announce(); });
          document.addEventListener("keydown", (event) => {
            if (!box.checked || panel.open || event.defaultPrevented || event.isComposing || event.repeat) return;
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && takesText(document.activeElement)) {
              const row = rows.find((row) => row.dataset.act === "send");
              const button = row && found(row).includes(document.activeElement) && document.activeElement.form?.querySelector("button:not([type=button])");
              if (button) { event.preventDefault(); button.click(); }
              return;
            }
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            if (takesText(document.activeElement)) {
              if (event.key === "Escape") document.activeElement.blur();
              return;
            }
            if (event.key === "?") { event.preventDefault(); open(); return; }
            const digit = /^[1-9]$/.test(event.key);
            const row = rows.find((row) => (digit ? row.dataset.act === "choose" : row.dataset.key === event.key));
            const targets = row ? found(row) : [];
            if (!targets.length) return;
            event.preventDefault();
            act[row.dataset.act](targets, event.key);
          });
        })();
        """

    static let style = """
        .shortcuts { max-inline-size: min(36rem, calc(100vw - 2rem)); padding: 1.5rem; color: var(--ink); background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius); }
        .shortcuts::backdrop { background: rgb(0 0 0 / .5); }
        .shortcuts h2 { margin-block-start: 0; }
        .shortcuts th, .shortcuts td { padding: .3rem 1.2rem .3rem 0; text-align: start; vertical-align: top; font-weight: 400; }
        .shortcuts kbd { display: inline-block; min-inline-size: 1.9rem; padding: .1rem .5rem; border: 1px solid var(--line-strong); border-radius: 6px; background: var(--paper); text-align: center; font: inherit; font-weight: 600; white-space: nowrap; }
        .shortcuts-switch { display: flex; align-items: center; gap: .75rem; }
        .shortcuts-switch input { inline-size: 1.5rem; block-size: 1.5rem; accent-color: var(--accent); }
        @media print { [data-shortcuts-opener] { display: none; } }
        """
}
