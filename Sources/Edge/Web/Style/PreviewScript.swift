/// The script behind `html.fileList` and `html.filePreview`: a file is shown where the reader is, and nothing they typed is lost. Without it the same
/// links open the page with the file shown.
enum PreviewScript {
    static let text = """
        "use strict";
        (() => {
          const place = document.querySelector("[data-preview]");
          if (!place) return;
          const links = [...document.querySelectorAll("a[data-preview-kind]")];
          // A file may stand in two lists.
          const sources = [...new Set(links.map((link) => link.dataset.previewSource))];
          const mark = (shown) => {
            const next = sources[(sources.indexOf(shown) + 1) % sources.length];
            for (const link of links) {
              link.toggleAttribute("data-preview-next", link.dataset.previewSource === next);
              if (link.dataset.previewSource === shown) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
            }
          };
          const show = (link) => {
            const { previewKind: kind, previewSource: source, previewName: name } = link.dataset;
            const figure = document.createElement("figure"), caption = document.createElement("figcaption"), own = document.createElement("a");
            const shown = document.createElement(kind === "picture" ? "img" : "iframe");
            shown.src = source;
            shown[kind === "picture" ? "alt" : "title"] = name;
            shown.className = kind === "picture" ? "preview" : "preview-document";
            own.href = source;
            own.textContent = place.dataset.previewOpen;
            caption.append(name + " ", own);
            figure.className = "preview-shown";
            figure.append(caption, shown);
            place.replaceChildren(figure);
            mark(source);
            place.scrollIntoView({ block: "nearest" });
          };
          document.addEventListener("click", (event) => {
            const link = event.target.closest("a[data-preview-kind]");
            // A click that asks for a new tab gets one.
            if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
            event.preventDefault();
            show(link);
          });
        })();
        """

    static let style = """
        .beside { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 2.5rem; margin-block-end: 2rem; }
        .preview-shown { margin: 0 0 1.5rem; }
        .preview-shown figcaption { margin-block-end: .5rem; overflow-wrap: anywhere; }
        .preview-document { display: block; box-sizing: border-box; inline-size: 100%; block-size: min(80vh, 60rem); border: 1px solid var(--line); border-radius: var(--radius); background: var(--sunken); }
        .files [aria-current] { font-weight: 650; color: var(--ink); }
        @media (min-width: 60rem) {
          .beside { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); align-items: start; }
          .beside .summary-row { grid-template-columns: minmax(0, 1fr); }
          .beside .summary-value { grid-column: 1; }
          .beside-file { position: sticky; inset-block-start: 1rem; }
        }
        @media print { .preview-shown { display: none; } }
        """
}
