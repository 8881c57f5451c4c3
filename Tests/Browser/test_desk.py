"""An officer's day: a case found, taken, read, asked about, decided and handed over; two officers on one case; no mouse."""
import time

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

import pictures
from conftest import choose, fill, left, one_store, open_details, press, text
from every_page import scene
from every_page.eyes import AXE, OPTIONS, RUN_AXE
from every_page.visitor import Visitor
from keyboard import Keyboard


def applied(government, name):
    """A paid application for a shop that a planner decides; its reference."""
    return scene.shop(government.visitor(name))


def find(officer, government, reference):
    officer.get(government.url + "/desk?q=" + reference)
    press(officer, reference)
    stay(officer)


def stay(officer):
    """The case alone, not as part of a walk through the queue: what is done on it leads back to it."""
    officer.get(officer.current_url.split("?")[0])


def submit(officer, action):
    """Presses the button of the form that leads there."""
    before = officer.find_element(By.TAG_NAME, "html")
    officer.find_element(By.CSS_SELECTOR, f"form[action*='{action}'] button").click()
    left(officer, before)


def filter_by(officer, name, value):
    Select(officer.find_element(By.NAME, name)).select_by_value(value)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_officers_day(government, person, javascript):
    reference = applied(government, "noor")
    officer = person("planner", javascript=javascript)
    officer.get(government.url + "/desk")
    # Filters and search meet.
    filter_by(officer, "service", "building_permit")
    filter_by(officer, "assigned", "mine")
    fill(officer, "q", reference)
    press(officer, "Search")
    assert "Nothing matches" in text(officer)
    filter_by(officer, "assigned", "nobody")
    press(officer, "Search")
    assert reference in text(officer) and "working days left" in text(officer) and "Nobody yet (Planning officer)" in text(officer)
    press(officer, reference)
    stay(officer)

    # All of it stands on one page: who, until when, what was answered and sent, what the rules say.
    case = officer.current_url
    for words in ["Noor Okoro", "working days left", "A shop on the ground floor.", "site-plan.pdf", "What the rules suggest", "Residents", "(paid)"]:
        assert words in text(officer), words
    assert officer.find_element(By.CSS_SELECTOR, ".map").is_displayed() == javascript
    press(officer, "Take this task")
    assert "This task is yours now" in text(officer)

    # Something is missing: the applicant is asked, answers, and the task is back with who had it.
    open_details(officer, "Ask the applicant")
    press(officer, "Send the question")
    assert "Say what is missing" in text(officer)
    fill(officer, "question", "Please send the plan of the shop window.")
    press(officer, "Send the question")
    assert "The applicant has been asked" in text(officer) and "Waiting for the applicant" in text(officer)
    officer.get(government.url + "/desk?q=" + reference)
    assert "Nothing matches" in text(officer), "while the applicant is asked, nothing waits for an officer"
    applicant = person("noor", javascript=javascript)
    applicant.get(case.replace("/desk", "").split("?")[0])
    fill(applicant, "text", "The window stays as it is.")
    press(applicant, "Send your answer")
    officer.get(government.url + "/desk?assigned=mine")
    press(officer, reference)
    stay(officer)
    assert "The window stays as it is." in text(officer)

    # Reasons are asked for; the letter is seen before it goes; what was typed stays on the way back.
    choose(officer, "outcome", "granted")
    fill(officer, "reasons", "")
    fill(officer, "conditions", "No sign that is lit at night.")
    press(officer, "Record the decision")
    assert "Give at least one reason" in text(officer) and "No sign that is lit at night." in officer.find_element(By.NAME, "conditions").get_attribute("value")
    fill(officer, "reasons", "The plan for this street allows shops.")
    press(officer, "See the letter first")
    assert "Nothing is recorded or sent yet" in text(officer) and "The plan for this street allows shops." in text(officer)
    # What the rules drafted is changed, looked at, and still there when the decision itself was changed.
    draft = officer.find_element(By.NAME, "letter").get_attribute("value")
    assert draft and draft.split("\n")[0] in text(officer)
    fill(officer, "letter", "We look forward to your shop.")
    press(officer, "See it as changed")
    assert "We look forward to your shop." in officer.find_element(By.CSS_SELECTOR, ".sheet").text
    press(officer, "Change it")
    assert officer.find_element(By.NAME, "reasons").get_attribute("value") == "The plan for this street allows shops."
    assert "Your own message is kept for this decision" in text(officer)
    press(officer, "See the letter first")
    assert officer.find_element(By.NAME, "letter").get_attribute("value") == "We look forward to your shop."
    press(officer, "Record the decision")
    assert "wrote this in the place of the drafted message" in text(officer) and "We look forward to your shop." in text(officer)
    assert "The decision is recorded, and the applicant is told" in text(officer) and "You decided" in text(officer)
    applicant.refresh()
    assert "You may build" in text(applicant) and "We look forward to your shop." in text(applicant) and "No sign that is lit at night." in text(applicant)
    applicant.get(government.url + "/account/reads")
    assert "Planning officer" in text(applicant) and reference in text(applicant), "who looked is told to the person"


@one_store
@pytest.mark.parametrize("javascript", [True, False])
def test_what_was_sent_stands_beside_the_answers(government, person, javascript):
    reference = applied(government, "noor")
    officer = person("planner", javascript=javascript)
    find(officer, government, reference)
    assert not officer.find_elements(By.TAG_NAME, "iframe"), "nothing is fetched that nobody asked for"
    if javascript:
        # By its key, with what was typed still there.
        fill(officer, "reasons", "It fits the street.")
        officer.find_element(By.NAME, "reasons").send_keys(Keys.ESCAPE)
        officer.switch_to.active_element.send_keys("v")
        assert officer.find_element(By.NAME, "reasons").get_attribute("value") == "It fits the street."
    else:
        press(officer, "site-plan.pdf")
        assert "file=" in officer.current_url
    frame = officer.find_element(By.CSS_SELECTOR, "#preview iframe")
    assert frame.get_attribute("title") == "site-plan.pdf" and frame.is_displayed()
    assert officer.find_element(By.CSS_SELECTOR, ".beside-file a[aria-current]").text == "site-plan.pdf"
    for size, side_by_side in [((1280, 900), True), ((360, 740), False)]:
        officer.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False})
        answers, file = [officer.find_element(By.CSS_SELECTOR, f".beside > div:nth-child({place})").rect for place in (1, 2)]
        assert (file["x"] >= answers["x"] + answers["width"]) == side_by_side and (file["y"] > answers["y"]) != side_by_side
        if javascript:
            assert officer.execute_script("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            officer.execute_script(AXE)
            assert officer.execute_async_script(RUN_AXE, OPTIONS | {"iframes": False}) == []
    blocked = [line for line in officer.get_log("browser") if "Content Security Policy" in line["message"] or "Refused" in line["message"]]
    assert not blocked, blocked
    reader = person("noor", javascript=javascript)
    reader.get(government.url + "/account/reads")
    assert reference in text(reader), "who looked is told to the person"


@one_store
def test_a_pdf_is_seen_in_its_frame(government, person):
    """The browser's own viewer shows it, and not a page that says that it was blocked."""
    reference = scene.shop(government.visitor("noor"), **{"drawings.new": ("plan.pdf", "application/pdf", pictures.pdf())})
    officer = person("planner")
    find(officer, government, reference)
    officer.find_element(By.CSS_SELECTOR, ".beside-file a").click()
    frame = officer.find_element(By.CSS_SELECTOR, "#preview iframe")
    officer.execute_script("arguments[0].scrollIntoView()", frame)
    for _ in range(60):  # The viewer takes a moment.
        seen = pictures.share_of(pictures.RED, frame.screenshot_as_png, officer)
        if seen > 0.05:
            break
        time.sleep(0.5)
    assert seen > 0.05, f"{seen:.1%} of the frame is of the page's colour"


def test_cases_are_found_by_what_they_say(government, person):
    reference = applied(government, "noor")
    officer = person("planner")
    for _ in range(40):  # It is indexed a moment later.
        officer.get(government.url + "/desk/cases?q=shop+ground+floor")
        if reference in text(officer):
            break
        time.sleep(0.25)
    assert reference in text(officer)
    officer.get(government.url + "/desk?q=shop+grou")
    assert reference in text(officer)
    other = person("doctor")
    other.get(government.url + "/desk/cases?q=shop+ground+floor")
    assert reference not in text(other)


def test_a_task_is_handed_over(government, person):
    reference = applied(government, "emil")
    officer = person("planner")
    find(officer, government, reference)
    open_details(officer, "Hand over")
    submit(officer, "/hand-over")
    assert "Choose to whom" in text(officer)
    Select(officer.find_element(By.NAME, "to")).select_by_value("role:building_inspector")
    fill(officer, "note", "Is the cellar dry enough for a shop?")
    submit(officer, "/hand-over")
    assert "The task is handed over" in text(officer)
    inspector = person("inspector")
    find(inspector, government, reference)
    assert "Is the cellar dry enough for a shop?" in text(inspector) and "Petra Linde handed the task over" in text(inspector)
    press(inspector, "Take this task")
    assert "This task is yours now" in text(inspector)


def test_two_officers_and_one_case(government, person):
    """The second is told who was first, nothing of theirs is recorded, and what they wrote is not lost."""
    reference = applied(government, "emil")
    first, second = person("planner"), person("supervisor")
    for driver in (first, second):
        find(driver, government, reference)
        choose(driver, "outcome", "granted" if driver is first else "refused")
        fill(driver, "reasons", "The street needs a shop." if driver is first else "The street has shops enough.")
    press(first, "Record the decision")
    assert "The decision is recorded" in text(first)
    press(second, "Record the decision")
    told = text(second)
    assert "A colleague was a moment faster" in told and "Nothing of yours was recorded" in told and "Petra Linde decided" in told
    assert "What you had typed" in told and "The street has shops enough." in told
    press(second, "Keep it as a note")
    assert "The note is added" in text(second)
    first.refresh()
    assert "The street has shops enough." in text(first) and "Decided on" in text(first) and "You may build" in text(first)


def test_a_simple_case_without_a_mouse(government, person):
    """A street light is mended: from the queue to the end in few strokes, each stop seen and in order."""
    anyone = Visitor(government.url)
    scene.submit(anyone, "report_a_problem", scene.REPORT)
    officer = person("crew", javascript=True)
    keys = Keyboard(officer)
    keys.open(government.url + "/desk?order=newest")
    assert "skip" in keys.to("skip").text.lower(), "the first stop of a page leads past its head"
    keys.stroke(Keys.ENTER)
    reference = officer.find_element(By.CSS_SELECTOR, "table tbody th a").text
    keys.to("Skip to the tasks")  # Past figures, filters and the search.
    keys.stroke(Keys.ENTER)
    keys.to("Choose " + reference)  # The box that chooses it for something done with several.
    keys.press(reference)
    assert "By the bakery" in text(officer) or "by the bakery" in text(officer)
    keys.to("result")
    keys.stroke(Keys.SPACE)
    keys.press("Finish this task")
    assert "The task is finished" in text(officer)
    assert officer.find_elements(By.CSS_SELECTOR, "a[href*='/desk/cases/']"), "what came of it is one link away"
    assert keys.strokes <= 32, f"{keys.strokes} strokes for a simple case"


def reviewed(officer, outcome=None, reasons=None):
    """The case that is open is taken and decided by its keys alone; how many it took, and where it led."""
    strokes = 0

    def stroke(key):
        nonlocal strokes
        strokes += 1
        officer.switch_to.active_element.send_keys(key)

    before = officer.find_element(By.TAG_NAME, "html")
    stroke("t")
    left(officer, before)
    if outcome:
        stroke(str(outcome))
    if reasons:
        stroke("r")
        officer.switch_to.active_element.send_keys(reasons)
        stroke(Keys.ESCAPE)
    stroke("d")
    assert officer.switch_to.active_element.text == "Record the decision"
    before = officer.find_element(By.TAG_NAME, "html")
    stroke(Keys.ENTER)
    left(officer, before)
    return strokes


@one_store
def test_a_review_takes_few_keys_and_leads_to_the_next(government, person):
    """At most eight strokes a case beyond the judgement, from case to case of the queue as it was filtered."""
    references = [applied(government, "noor") for _ in range(3)]
    officer = person("planner", javascript=True)
    officer.get(government.url + "/desk?service=building_permit&assigned=nobody&order=newest")
    shown = [link.text for link in officer.find_elements(By.CSS_SELECTOR, "#queue tbody th a")]
    assert shown[:3] == references[::-1]
    strokes = []
    for reference in shown[:3]:
        # Enter opens the next: on the queue it is where the focus is after a decision. The first is opened by its key.
        before = officer.find_element(By.TAG_NAME, "html")
        if strokes:
            assert officer.switch_to.active_element.text == reference
        officer.switch_to.active_element.send_keys(Keys.ENTER if strokes else "n")
        left(officer, before)
        assert officer.find_element(By.TAG_NAME, "h1").text == reference
        strokes.append(1 + reviewed(officer, outcome=1, reasons=" It fits the street."))
        assert "The decision is recorded" in text(officer) and officer.find_element(By.TAG_NAME, "h1").text == "Your queue"
    assert sorted(strokes)[1] <= 8, f"{strokes} strokes a case"
    # What was done is a link away, and the way back is the queue as it was filtered.
    press(officer, "See what came of it")
    assert officer.find_element(By.TAG_NAME, "h1").text == shown[2] and "You decided" in text(officer)
    officer.back()
    assert "service=building_permit" in officer.current_url and "order=newest" in officer.current_url
    assert not any(reference in text(officer) for reference in references)


@one_store
def test_the_keys_are_listed_and_can_be_switched_off(government, person):
    officer = person("planner", javascript=True)
    officer.get(government.url + "/desk")
    panel = officer.find_element(By.CSS_SELECTOR, "dialog")
    officer.switch_to.active_element.send_keys("?")
    assert panel.is_displayed() and "Open the next task" in panel.text and "Take this task" not in panel.text
    officer.execute_script(AXE)
    assert officer.execute_async_script(RUN_AXE, OPTIONS) == []
    officer.find_element(By.ID, "shortcuts-on").send_keys(Keys.SPACE)
    officer.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not panel.is_displayed()
    address = officer.current_url
    officer.find_element(By.TAG_NAME, "body").send_keys("n?/")
    assert not panel.is_displayed() and officer.current_url == address
    # The choice stays, and the panel is there to take it back.
    officer.refresh()
    press_button(officer, "Keyboard shortcuts")
    officer.find_element(By.ID, "shortcuts-on").send_keys(Keys.SPACE)
    press_button(officer, "Close")
    # A letter that is typed into a field is only a letter.
    officer.find_element(By.NAME, "q").send_keys("n?")
    assert officer.find_element(By.NAME, "q").get_attribute("value") == "n?" and not officer.find_element(By.CSS_SELECTOR, "dialog").is_displayed()
    officer.find_element(By.NAME, "q").send_keys(Keys.ESCAPE)
    officer.switch_to.active_element.send_keys("?")
    assert officer.find_element(By.CSS_SELECTOR, "dialog").is_displayed()


def press_button(driver, words):
    next(button for button in driver.find_elements(By.CSS_SELECTOR, "main button") if button.text == words).click()
