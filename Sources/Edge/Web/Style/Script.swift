/// The pages' own script: small comforts on top of pages that work without it.
enum Script {
    static let site = """
        "use strict";
        // Leads to what is wrong as soon as the page is there.
        document.querySelector("[data-focus]")?.focus();
        // A second press on a button does not send the form twice; coming back with "Back" frees it again.
        document.addEventListener("submit", (event) => {
          const form = event.target;
          if (form.dataset.sent) { event.preventDefault(); return; }
          if (form.method === "post") { form.dataset.sent = "yes"; setTimeout(() => { delete form.dataset.sent; }, 10000); }
        });
        window.addEventListener("pageshow", () => {
          for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
        });
        // A drawing that is wider than its box begins at the first place where something waits.
        const here = document.querySelector("[role=region] .bpmn-ring:not(.bpmn-done)");
        const box = here?.closest("[role=region]");
        if (box) {
          const place = here.getBoundingClientRect(), frame = box.getBoundingClientRect();
          if (place.right > frame.right) box.scrollLeft += place.left - frame.left - frame.width / 2;
        }
        """
}
