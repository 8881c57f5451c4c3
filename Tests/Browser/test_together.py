"""Several tasks at once: chosen, seen and only then done; without a mouse, without JavaScript, and each page looked at."""
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from conftest import choose, left, new_browser, press, text
from every_page import scene
from every_page.crawl import LANGUAGES
from every_page.eyes import Eyes
from every_page.visitor import Visitor
from keyboard import Keyboard

REPORTS = "/desk?service=report_a_problem&assigned=nobody&order=newest"


def reports(government, count):
    for _ in range(count):
        scene.submit(Visitor(government.url), "report_a_problem", scene.REPORT)


def tick(officer, count):
    for box in officer.find_elements(By.CSS_SELECTOR, "#queue tbody input[name=task]")[:count]:
        box.click()


def work(officer):
    """To what the ticked tasks ask."""
    Select(officer.find_element(By.CSS_SELECTOR, "#queue select[name=action]")).select_by_value("work")
    press(officer, "See what would happen")


@pytest.mark.parametrize("javascript", [True, False])
def test_several_tasks_are_finished_once_they_were_seen(government, person, javascript):
    reports(government, 3)
    officer = person("crew", javascript=javascript)
    officer.get(government.url + REPORTS)
    before = [link.text for link in officer.find_elements(By.CSS_SELECTOR, "#queue tbody th a")]
    tick(officer, 3)
    work(officer)
    assert "The same for several cases" in text(officer) and all(reference in text(officer) for reference in before[:3])
    # Nothing answered: said at the question, and nothing is lost.
    press(officer, "See what would happen")
    assert officer.find_element(By.CSS_SELECTOR, ".error-summary a").get_attribute("href").endswith("#answers.result")
    choose(officer, "answers.result", "fixed")
    press(officer, "See what would happen")
    assert "These will be done" in text(officer)
    assert "We mended it" in officer.find_element(By.CSS_SELECTOR, "main dl").text
    # Seen is not done: another look at the queue finds them all, and the way back has the answer.
    press(officer, "Change")
    assert officer.find_element(By.CSS_SELECTOR, "input[value=fixed]").is_selected()
    press(officer, "See what would happen")
    press(officer, "Do it with 3 tasks")
    assert "It is done with every task you chose" in text(officer) and "service=report_a_problem" in officer.current_url
    assert not set(before[:3]) & {link.text for link in officer.find_elements(By.CSS_SELECTOR, "#queue tbody th a")}


def test_several_tasks_without_a_mouse(government, person):
    """Three tasks with fewer keys than three cases take one by one."""
    reports(government, 3)
    officer = person("crew", javascript=True)
    keys = Keyboard(officer)
    keys.open(government.url + REPORTS)
    keys.stroke("j", "x", "j", "x", "j", "x", "b")
    keys.write("Decide or finish")
    keys.press("See what would happen")
    for question in ["1", None]:
        keys.stroke(*filter(None, [question]), "d")
        before = officer.find_element(By.TAG_NAME, "html")
        if not question:
            assert keys.focused.text == "Do it with 3 tasks"
        keys.stroke(Keys.ENTER)
        left(officer, before)
    assert keys.strokes <= 15, keys.strokes
    assert "It is done with every task you chose" in text(officer)


@pytest.fixture(scope="module")
def eyes():
    driver = new_browser()
    yield lambda government: Eyes(driver, government.url)
    driver.quit()


def test_pages_for_several_tasks_pass_axe(government, eyes):
    """The choice, what they ask, what is wrong, what would happen, and what was not done; finished by a crew, decided by a planner."""
    reports(government, 2)
    shops = [scene.shop(government.visitor("noor")) for _ in range(2)]
    crew, planner = government.visitor("crew"), government.visitor("planner")
    eyes = eyes(government)
    for person, tasks, fields in [
        (crew, chosen(crew, REPORTS, 2), {"answers.result": "fixed"}),
        (planner, [task for reference in shops for task in chosen(planner, "/desk?q=" + reference, 1)], {"outcome": "granted", "reasons": "The street needs a shop."}),
    ]:
        action = "/desk/tasks/decide" if person is planner else "/desk/tasks/finish"
        strange = "01890000-0000-7000-8000-000000000000/1"
        for language in LANGUAGES:
            eyes.become(person, language)
            for where, path, sent in [
                ("assigned", "/desk/tasks", {"task": [*tasks, strange], "action": "take"}),
                ("asked", "/desk/tasks", {"task": [*tasks, strange], "action": "work"}),
                ("wrong", action, {"task": tasks}),
                ("shown", action, {"task": [*tasks, strange]} | fields),
            ]:
                faults = eyes.look_after(path, sent)
                assert not faults, f"{where} at {path} in {language}:\n" + "\n".join(faults)
        faults = eyes.look_after(action, {"task": [*tasks, strange], "act": "do"} | fields)
        assert not faults, f"done at {action}:\n" + "\n".join(faults)


def chosen(officer, path, count):
    """As the boxes of the queue name them."""
    found = [value for form in officer.get(path).document.forms for name, value, _ in form.fields if name == "task"]
    assert len(found) >= count, path
    return found[:count]
