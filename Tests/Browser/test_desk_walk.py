"""Case after case by keyboard alone, through the queues that the demonstration fills: how many keys each takes.

POLITY_DESK_CASES=30 works through so many, and `-s` shows how many keys and how much time they took; three otherwise.
"""
import datetime
import os
import statistics
import time

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from conftest import left, one_store, text
from keyboard import Keyboard

CASES = int(os.environ.get("POLITY_DESK_CASES", "3"))
OFFICERS = ["crew", "doctor", "planner", "second-planner", "licensing", "complaints", "second-crew", "fire", "heritage", "inspector", "health", "ombudsman", "appeals", "registrar"]

# What is typed into a field of this kind; letters are the judgement's own and not counted.
WORDS = {"day": "2", "month": "3", "year": str(datetime.date.today().year + 1), "visit_at": "14:30"}


class Officer(Keyboard):
    """Works on the case that is open as far as it takes keys."""

    def leads(self, *keys):
        """The last of the keys leads to another page."""
        before = self.driver.find_element(By.TAG_NAME, "html")
        self.stroke(*keys)
        left(self.driver, before)

    def sends(self):
        """Ctrl and Enter are one stroke."""
        self.strokes += 1
        before = self.driver.find_element(By.TAG_NAME, "html")
        ActionChains(self.driver).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
        left(self.driver, before)

    def find(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, ".task-panel " + selector)

    def review(self):
        if not self.find("input[name=outcome]:checked"):
            self.stroke("1")
        if self.find("textarea[name=reasons]")[0].get_attribute("value"):
            return self.leads("d", Keys.ENTER)
        self.stroke("r")
        self.write("The papers show it.")
        self.sends()

    def findings(self):
        """Each question in its turn: the first answer, or some words where it must be answered."""
        fields = self.find("form[action*='/finish'] :is(input:not([type=hidden]), textarea, select)")
        texts = [field for field in fields if field.get_attribute("type") not in ("radio", "checkbox") and self.must(field)]
        groups = {field.get_attribute("name"): field for field in fields if field.get_attribute("type") == "radio"}
        for index in range(len(groups)):
            if index:
                self.stroke(Keys.TAB)
            self.stroke("1")
        for index, field in enumerate(texts):
            if index or groups:
                while self.focused != field:
                    self.stroke(Keys.TAB)
            else:
                self.stroke("f")
                while self.focused != field:
                    self.stroke(Keys.TAB)
            self.write(WORDS.get(field.get_attribute("name").rsplit(".")[-1], "12"))
        return self.sends() if texts else self.leads("d", Keys.ENTER)

    def must(self, field):
        return "optional" not in self.driver.execute_script(
            "const f = arguments[0]; return ((f.labels && f.labels[0] || {}).textContent || '') + ((f.closest('fieldset') || {}).textContent || '').slice(0, 200)", field)

    def work(self):
        """What kind of task it was; nothing where this walk knows no way."""
        if self.find("form[action*='/countersign']"):
            self.leads("d", Keys.ENTER)
            return "second look"
        if self.find("form[action*='/decide']"):
            self.review()
            return "review"
        if self.find("form[action*='/finish'] :is(input:not([type=hidden]), textarea)"):
            self.findings()
            return "findings"
        if self.find("form[action*='/finish']"):
            self.leads("d", Keys.ENTER)
            return "nothing asked"
        print("no way is known for", " | ".join(panel.text.replace("\n", " | ") for panel in self.driver.find_elements(By.CSS_SELECTOR, ".task-panel")))
        return None


def walk(officer, government, most):
    """Goes through one queue; for each case its kind, its keys and its seconds. What the officer cannot do (a second look at their own decision) is passed over."""
    keys = Officer(officer)
    queue = government.url + "/desk?assigned=nobody"
    officer.get(queue)
    done, passed = [], 0
    if not officer.find_elements(By.CSS_SELECTOR, "#queue tbody th a"):
        return done
    began = time.time()
    keys.leads("n")
    while len(done) < most:
        reference = officer.find_element(By.TAG_NAME, "h1").text
        kind = keys.work()
        if kind:
            assert officer.find_element(By.TAG_NAME, "h1").text == "Your queue", f"{reference} was not done: {text(officer)[:600]}"
            done.append((kind, keys.strokes, time.time() - began))
            keys.strokes, began = 0, time.time()
            if officer.find_elements(By.CSS_SELECTOR, "a[data-next]") and not passed:
                keys.leads(Keys.ENTER)  # The next task has the focus.
                continue
        else:
            passed += 1
            officer.get(queue)
        if len(officer.find_elements(By.CSS_SELECTOR, "#queue tbody th a")) <= passed:
            break
        keys.stroke(*"j" * (passed + 1))
        keys.leads(Keys.ENTER)
    return done


@one_store
def test_case_after_case_by_keyboard(government, person):
    done = []
    # First some of each queue, so that all kinds of work are among them; then what is left.
    for most in [-(-CASES // 6), CASES]:
        for name in OFFICERS:
            if len(done) < CASES:
                done += walk(person(name, javascript=True), government, min(most, CASES - len(done)))
    assert len(done) == CASES, f"the demonstration has only {len(done)} cases for this walk"
    for kind in sorted({kind for kind, _, _ in done}):
        strokes = [strokes for of, strokes, _ in done if of == kind]
        seconds = [seconds for of, _, seconds in done if of == kind]
        print(f"{kind}: {len(strokes)} cases, {statistics.median(strokes)} keys in the middle, {max(strokes)} at most, {statistics.median(seconds):.1f} s in the middle")
        assert statistics.median(strokes) <= 8, f"{kind}: {strokes}"
