"""One Chromium that looks at pages: axe at two widths, reflow, text spacing, focus, the console."""
import importlib.util
import pathlib
import time

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import ActionChains, Keys

AXE = next(pathlib.Path(importlib.util.find_spec("axe_playwright_python").origin).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
PHONE, DESKTOP, NARROWEST = (360, 740), (1280, 900), (320, 740)

RUN_AXE = """
const done = arguments[1];
axe.run(document, arguments[0]).then((result) => done(result.violations.map((one) => ({
  id: one.id, help: one.help,
  nodes: one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160) + " | " + node.failureSummary.split("\\n").pop().trim()),
}))), (error) => done([{ id: "axe", help: String(error), nodes: [] }]));
"""

# WCAG 2.2, 1.4.10: nothing to the side of the screen.
OVERFLOW = """
const wide = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= wide) return null;
const outside = (box) => box.right > wide + 1 || box.left < -1;
const out = [...document.querySelectorAll("body *")].filter((e) => outside(e.getBoundingClientRect())).slice(0, 3);
return document.documentElement.scrollWidth - wide + " px too wide: " + out.map((e) => e.outerHTML.slice(0, 120)).join(" || ");
"""

# WCAG 2.2, 1.4.12: the spacing that a reader may set, without anything cut off.
SPACED = """
const sheet = new CSSStyleSheet();
sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-block-end: 2em !important; }");
document.adoptedStyleSheets = [sheet];
const cut = [...document.querySelectorAll("main *, header *, footer *")].filter((e) => {
  const style = getComputedStyle(e);
  return style.overflow !== "visible" && !["INPUT", "TEXTAREA", "SELECT"].includes(e.tagName) && !e.closest(".unseen, .leaflet-container, svg, thead, caption")
    && style.overflowX !== "auto" && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
});
return cut.length ? cut.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(" || ") : null;
"""
# What marks or takes something stays inside the place it is drawn in, beside what stands next to it.
ASTRAY = """
const astray = [...document.querySelectorAll("main .tag, main .button, main .input")].filter((e) => {
  const box = e.getBoundingClientRect(), place = e.parentElement.getBoundingClientRect();
  return box.width && e.checkVisibility() && (box.right > place.right + 1 || box.left < place.left - 1);
});
return astray.length ? astray.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(" || ") : null;
"""
OPEN = "for (const one of document.querySelectorAll('details')) one.open = true;"
UNSPACED = "document.adoptedStyleSheets = [];"

# WCAG 2.2, 2.4.7 and 2.4.3: whatever takes the focus shows it, and comes in the order it is read.
FOCUS = """
const faults = [];
const able = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
  .filter((e) => !e.disabled && e.tabIndex >= 0 && e.checkVisibility() && !e.closest(".leaflet-container"));
for (const e of able) {
  if (e.tabIndex > 0) faults.push("a tabindex above 0: " + e.outerHTML.slice(0, 120));
  e.focus({ focusVisible: true, preventScroll: true });
  if (document.activeElement !== e) { faults.push("takes no focus: " + e.outerHTML.slice(0, 120)); continue; }
  const shown = [e, e.closest(".choice"), e.closest(".card")].filter(Boolean).some((one) => getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) >= 2);
  if (!shown) faults.push("shows no focus: " + e.outerHTML.slice(0, 120));
}
document.activeElement.blur();
return faults.slice(0, 5);
"""

SKIP = """
const e = document.activeElement, box = e.getBoundingClientRect();
return e.classList.contains("skip") && box.top >= 0 && box.height >= 24;
"""

SEND_EMPTY = """
const form = [...document.forms].find((form) => form.getAttribute("action") === arguments[0] || form.querySelector(`[formaction="${arguments[0]}"]`));
if (!form) return false;
for (const field of form.elements) {
  if (field.name === "form_token" || field.type === "hidden") continue;
  if (field.type === "checkbox" || field.type === "radio") field.checked = false;
  else if (field.type !== "submit") field.value = "";
}
form.action = arguments[0];
form.submit();
return true;
"""

SEND = """
const form = document.createElement("form");
form.method = "post";
form.action = arguments[0];
for (const [name, value] of [["form_token", document.querySelector("input[name=form_token]").value], ...arguments[1]]) {
  const field = document.createElement("input");
  [field.type, field.name, field.value] = ["hidden", name, value];
  form.append(field);
}
document.body.append(form);
form.submit();
"""

ELSEWHERE = "return performance.getEntriesByType('resource').map((e) => e.name).filter((name) => !name.startsWith(location.origin) && !name.startsWith('data:'));"


class Eyes:
    def __init__(self, driver, url):
        self.driver, self.url, self.person, self.loads = driver, url, None, 0

    def become(self, visitor, language):
        if self.driver.current_url == "data:,":
            self.driver.get(self.url + "/health/live")
        cookies = visitor.cookies | {"language": language}
        if cookies != self.person:
            self.driver.delete_all_cookies()
            for name, value in cookies.items():
                self.driver.add_cookie({"name": name, "value": value, "path": "/"})
            self.person = cookies

    def size(self, size):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 600})

    def look(self, path, mirrored=False):
        """Everything that is wrong with the page at an address; of a mirrored one what its layout has to do with, for names and roles stay as they are."""
        self.size(PHONE)
        self.driver.get(self.url + path)
        if mirrored:
            self.driver.execute_script("document.documentElement.dir = 'rtl'")
        return self.look_here(with_axe=not mirrored)

    def look_at_refusal(self, path, action):
        """What is wrong with the page that follows when a form is sent without answers; None where the form is gone."""
        self.size(PHONE)
        self.driver.get(self.url + path)
        page = self.driver.find_element("tag name", "html")
        self.driver.get_log("browser")  # Of the page with the form, which was looked at before.
        return self.look_at_next(page) if self.driver.execute_script(SEND_EMPTY, action) else None

    def look_after(self, action, fields):
        """What is wrong with the page that answers these fields."""
        self.size(PHONE)
        self.driver.get(self.url + "/account")
        page = self.driver.find_element("tag name", "html")
        self.driver.get_log("browser")
        self.driver.execute_script(SEND, action, [[name, one] for name, value in fields.items() for one in (value if isinstance(value, list) else [value])])
        return self.look_at_next(page)

    def look_at_next(self, page):
        """Waits until the page is gone."""
        for _ in range(100):
            try:
                page.is_enabled()
            except WebDriverException:
                break
            time.sleep(0.02)
        self.driver.find_element("css selector", "footer")
        return self.look_here()

    def look_here(self, with_axe=True):
        self.loads += 1
        run = self.driver.execute_script
        faults = []
        if with_axe:
            run(AXE)
        run(OPEN)
        for size in (PHONE, DESKTOP):
            self.size(size)
            for violation in self.driver.execute_async_script(RUN_AXE, OPTIONS) if with_axe else []:
                faults.append(f"{size[0]} px: {violation['id']}: {violation['help']}\n        " + "\n        ".join(violation["nodes"]))
            if wide := run(OVERFLOW):
                faults.append(f"{size[0]} px: {wide}")
            if astray := run(ASTRAY):
                faults.append(f"{size[0]} px: lies outside its place: {astray}")
            if size == PHONE:
                faults += self.look_narrow()
        faults += run(FOCUS)
        faults += [f"asks another host: {name}" for name in run(ELSEWHERE)]
        for line in self.driver.get_log("browser"):
            # Neither the status of the page itself is a fault of it, nor the icon that a browser looks for beside plain text.
            if not line["message"].startswith((self.driver.current_url, self.url + "/favicon.ico")):
                faults.append(f"console: {line['message'][:300]}")
        return faults

    def look_narrow(self):
        self.size(NARROWEST)
        faults = [f"320 px: {wide}" for wide in [self.driver.execute_script(OVERFLOW)] if wide]
        faults += [f"spaced text is cut off: {cut}" for cut in [self.driver.execute_script(SPACED)] if cut]
        faults += [f"spaced text at 320 px: {wide}" for wide in [self.driver.execute_script(OVERFLOW)] if wide]
        self.driver.execute_script(UNSPACED)
        return faults

    def skip_link_works(self, path):
        self.size(DESKTOP)
        self.driver.get(self.url + path)
        ActionChains(self.driver).send_keys(Keys.TAB).perform()
        if not self.driver.execute_script(SKIP):
            return False
        ActionChains(self.driver).send_keys(Keys.ENTER).perform()
        return self.driver.execute_script("return document.activeElement.id") == "main"
