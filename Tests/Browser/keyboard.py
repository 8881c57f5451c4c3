"""Somebody who has no mouse: Tab, Enter, Space, arrows and letters. Nothing is clicked, and every stop must be seen."""
import time

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from conftest import left

# Whether the focus can be seen where it is (WCAG 2.2, 2.4.7 and 2.4.11), and stands after the stop before it (2.4.3).
LOOK = """
const [now, before] = [document.activeElement, window.stopBefore];
const drawn = now.closest('.choice') || now, style = getComputedStyle(now), frame = getComputedStyle(drawn);
const box = drawn.getBoundingClientRect();
const shown = [style, frame].some((s) => (s.outlineStyle !== 'none' && s.outlineWidth !== '0px') || s.boxShadow !== 'none');
const follows = !before || !before.isConnected || before === document.body || now === document.body
    || Boolean(before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING);
window.stopBefore = now;
return {shown, follows, inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    words: [now.textContent, now.name, now.value, now.getAttribute('aria-label'), (now.labels && now.labels[0] || {}).textContent].join('|')};
"""


class Keyboard:
    def __init__(self, driver):
        self.driver = driver
        # Keys that lead somewhere; letters that are typed are not counted.
        self.strokes = 0

    @property
    def focused(self):
        return self.driver.switch_to.active_element

    def stroke(self, *keys):
        self.strokes += len(keys)
        for key in keys:
            self.focused.send_keys(key)

    def write(self, text):
        self.focused.send_keys(text)

    def to(self, wanted, most=150):
        """Goes on with Tab until the focus is on what says `wanted`, or has it as its name."""
        for _ in range(most):
            self.stroke(Keys.TAB)
            stop = self.driver.execute_script(LOOK)
            assert stop["shown"] and stop["inside"], f"the focus cannot be seen on '{stop['words'].strip()}' of {self.driver.current_url}"
            assert stop["follows"], f"the focus jumps back to '{stop['words'].strip()}' on {self.driver.current_url}"
            if wanted.lower() in stop["words"].lower():
                return self.focused
        raise AssertionError(f"no way by keyboard to '{wanted}' on {self.driver.current_url}")

    def press(self, wanted, key=Keys.ENTER):
        """Goes there, presses, and waits for the page it leads to."""
        self.to(wanted)
        before = self.driver.find_element(By.TAG_NAME, "html")
        self.stroke(key)
        left(self.driver, before)

    def open(self, path):
        self.driver.get(path)
        self.driver.execute_script("window.stopBefore = null")
