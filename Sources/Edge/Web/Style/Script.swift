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
        // How much may still be written, told when the hand rests.
        for (const text of document.querySelectorAll("textarea[data-most]")) {
          const said = document.getElementById(text.id + "-count"), most = Number(text.dataset.most);
          const number = new Intl.NumberFormat(document.documentElement.lang);
          const count = () => {
            const left = most - (Intl.Segmenter ? [...new Intl.Segmenter().segment(text.value)] : [...text.value]).length;
            said.classList.toggle("fault", left < 0);
            said.textContent = said.dataset[left < 0 ? "over" : "left"] + " " + number.format(Math.abs(left));
          };
          let resting;
          text.addEventListener("input", () => { clearTimeout(resting); resting = setTimeout(count, 500); });
        }
        // A drawing that is wider than its box begins at the first place where something waits.
        const here = document.querySelector("[role=region] .bpmn-ring:not(.bpmn-done)");
        const box = here?.closest("[role=region]");
        if (box) {
          const place = here.getBoundingClientRect(), frame = box.getBoundingClientRect();
          if (place.right > frame.right) box.scrollLeft += place.left - frame.left - frame.width / 2;
        }
        """
}
