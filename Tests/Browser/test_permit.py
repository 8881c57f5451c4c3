"""A building permit: a parcel, drawings, a break, a fee, a question from the officer, a decision with conditions."""
import datetime
import re

import pytest
from conftest import PATIENCE, address, choose, download, fetch, fill, has_mail, left, open_details, pay, pdf_words, press, reference, text, wait_for
from every_page import scene
from pictures import png
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait


def choose_on_the_map(driver):
    """A click on a parcel fills its number in."""
    WebDriverWait(driver, PATIENCE).until(lambda d: len(d.find_elements(By.CSS_SELECTOR, "path.leaflet-interactive")) > 200)
    for parcel in reversed(driver.find_elements(By.CSS_SELECTOR, "path.leaflet-interactive")[-5:]):
        ActionChains(driver).move_to_element(parcel).click().perform()
        chosen = driver.find_element(By.NAME, "parcel").get_attribute("value")
        # The heritage office would have to be heard.
        if chosen and not scene.is_protected(chosen):
            break
    assert chosen and chosen in driver.find_element(By.CSS_SELECTOR, ".map-chosen").text
    choose_beside(driver)
    fill(driver, "parcel", chosen)
    press(driver, "Continue")
    return chosen


# A point of the map that lies a few steps beside a parcel, in the window's own pixels: no outline is drawn there.
BESIDE = """
const parcels = [...document.querySelectorAll("path.leaflet-interactive")].filter((path) => path.getAttribute("fill") !== "none");
const free = (x, y) => { const e = document.elementFromPoint(x, y); return e && e.closest(".map") && !parcels.includes(e) && !e.closest(".leaflet-control"); };
for (const parcel of parcels) {
  const box = parcel.getBoundingClientRect();
  for (const far of [3, 5, 8]) for (const [x, y] of [[box.left - far, box.top + box.height / 2], [box.right + far, box.top + box.height / 2]]) if (free(x, y)) return [x, y];
}
return null;
"""


def choose_beside(driver):
    """A click between the outlines chooses the nearest parcel."""
    driver.find_element(By.NAME, "parcel").clear()
    driver.execute_script("document.querySelector('.map').scrollIntoView({block: 'center'})")
    point = driver.execute_script(BESIDE)
    assert point, "no place on the map is free"
    actions = ActionBuilder(driver)
    actions.pointer_action.move_to_location(*[round(at) for at in point]).click()
    actions.perform()
    nearest = driver.find_element(By.NAME, "parcel").get_attribute("value")
    assert nearest and nearest in driver.find_element(By.CSS_SELECTOR, ".map-chosen").text


def choose_by_words(driver):
    """Without a map: the street and the house number lead to it."""
    fill(driver, "parcel", "no such place")
    press(driver, "Continue")
    assert "We cannot find this" in text(driver)
    fill(driver, "parcel", "harbour street 7")
    press(driver, "Search")
    assert "Which of these do you mean?" in text(driver)
    chosen = driver.find_element(By.CSS_SELECTOR, "input[name='parcel.choice']").get_attribute("value")
    press(driver, "Continue")
    return chosen


@pytest.mark.parametrize("name, javascript", [("rosa", True), ("noor", False)])
def test_a_permit_from_the_parcel_to_the_paper(government, person, tmp_path, name, javascript):
    plan = tmp_path / "site-plan.png"
    plan.write_bytes(png())
    driver = person(name, javascript=javascript)
    driver.get(government.url + "/services/building_permit")
    press(driver, "Start now")
    parcel = choose_on_the_map(driver) if javascript else choose_by_words(driver)
    choose(driver, "work", "extension")
    press(driver, "Continue")
    if javascript:
        # What is pasted too long is not cut off in silence: it is counted, and refused whole.
        driver.execute_script("arguments[0].value = 'x'.repeat(4100); arguments[0].dispatchEvent(new Event('input'))", driver.find_element(By.NAME, "description"))
        WebDriverWait(driver, PATIENCE).until(lambda d: "Characters too many: " in d.find_element(By.ID, "description-count").text)
        press(driver, "Continue")
        assert "There is a problem" in text(driver) and len(driver.find_element(By.NAME, "description").get_attribute("value")) == 4100
    fill(driver, "description", "A bigger kitchen, and a room above it.")
    press(driver, "Continue")
    fill(driver, "floor_area", "forty")
    fill(driver, "height", "7.5")
    press(driver, "Continue")
    assert "Enter a number" in text(driver) and driver.find_element(By.NAME, "floor_area").get_attribute("value") == "forty"
    fill(driver, "floor_area", "40")
    press(driver, "Continue")
    fill(driver, "cost", "£ 48,000")
    press(driver, "Continue")
    driver.find_element(By.CSS_SELECTOR, "input[type=file]").send_keys(str(plan))
    press(driver, "Continue")
    fill(driver, "builders.0.name", "Stone & Sons")
    press(driver, "Add another")
    fill(driver, "builders.1.name", "Beam")
    press(driver, "Remove Builder 1")
    assert [box.get_attribute("value") for box in driver.find_elements(By.CSS_SELECTOR, "input[name$='.name']")] == ["Beam"]

    # Another day, another browser.
    driver = person(name, javascript=javascript)
    driver.get(government.url + "/services/building_permit")
    assert "Continue where you left off" in text(driver)
    driver.get(government.url + "/applications")
    assert "Kept until" in text(driver)
    press(driver, "Apply for a building permit")
    assert "Check your answers" in text(driver)
    for words in [parcel, "£48,000.00", "site-plan.png", "Beam", "0.2 per cent"]:
        assert words in text(driver), words
    assert download(driver, address(driver, "site-plan.png")).startswith(b"\x89PNG")
    press(driver, "Send and pay £96.00")
    number = reference(driver)
    pay(driver)
    assert "Decide on a building permit" in text(driver) and "Planning officer, Planning Office" in text(driver)
    assert driver.find_element(By.CSS_SELECTOR, ".timeline-future").text.startswith("Decide on a building permit\nby ")
    case = driver.current_url

    officer = person("planner")
    officer.get(government.url + "/desk")
    press(officer, number)
    officer.get(officer.current_url.split("?")[0])  # The case alone, without the queue behind it.
    assert re.search(r"Area: [\d,]+ m²", officer.page_source), "how large the parcel is stands beside what is asked for"
    open_details(officer, "Ask")
    fill(officer, "question", "Please send the distance to the fence.")
    press(officer, "Send the question")
    driver.get(case)
    assert "Please send the distance to the fence." in text(driver) and "Waiting for you" in text(driver)
    assert has_mail(government, number, "Please send the distance to the fence.")
    press(driver, "Send your answer")
    assert "Write something" in text(driver)
    driver.get(case)
    fill(driver, "text", "Four metres, see the plan.")
    driver.find_element(By.CSS_SELECTOR, "input[type=file]").send_keys(str(plan))
    press(driver, "Send your answer")
    assert "We are working on it" in text(driver)

    officer.refresh()
    assert "Four metres, see the plan." in text(officer)
    choose(officer, "outcome", "granted")
    fill(officer, "conditions", "Work between 7 and 19 o'clock only.\nKeep the hedge.")
    press(officer, "Record the decision")
    driver.get(case)
    assert "You may build" in text(driver) and "Keep the hedge." in text(driver) and "within three years" in text(driver)
    wait_for(driver, "Building permit (PDF)")
    words = pdf_words(download(driver, address(driver, "Building permit (PDF)")))
    assert parcel in words and "Keep the hedge." in words
    wait_for(driver, "Decision on your application (PDF)")
    letter = pdf_words(download(driver, address(driver, "Decision on your application (PDF)")))
    for said in [parcel, "You may build", "The work agrees with the plan", "Keep the hedge.", "You can appeal against this decision"]:
        assert said in letter, said
    assert has_mail(government, number, "You may build")


@pytest.fixture(scope="module")
def protected_parcel(government):
    """The number of a parcel with a protected building, as anyone finds it in the open register."""
    planner = government.visitor("planner")
    labels = re.findall(r'"registry":"parcels","label":"([^"]+)"', planner.get("/map").body)
    return next(label for label in labels if is_protected(planner, label))


def is_protected(planner, number):
    found = planner.get(f"/desk/registries/parcels/records?q={number}&purpose=no_person").document.links
    record = planner.get(next(link for link in found if "/parcels/records/" in link)).document.texts
    words = [words.strip() for words, _ in record if words.strip()]
    return words[words.index("Protected building") + 1] == "Yes"


def open_case(officer, government, number):
    officer.get(government.url + "/desk?q=" + number)
    press(officer, number)
    officer.get(officer.current_url.split("?")[0])


@pytest.mark.parametrize("javascript", [True, False])
def test_offices_are_heard_at_once_and_two_officers_sign(government, person, protected_parcel, javascript):
    """Rooms for teaching in a protected house: the fire service and the heritage office are asked, and no decision is one officer's."""
    noor = government.visitor("noor")
    sent = scene.submit(noor, "building_permit", scene.SHOP | {"parcel": protected_parcel, "new_use": "public", "cost": "9000"})
    scene.pay(noor, sent, "paid")
    number = re.search(r"[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}", sent.body).group(0)
    planner, second = person("planner", javascript=javascript), person("second-planner", javascript=javascript)
    planner.get(government.url + "/desk?q=" + number)
    assert "Nothing matches" in text(planner), "nobody decides before the offices are heard"
    fire, heritage = person("fire", javascript=javascript), person("heritage", javascript=javascript)
    open_case(fire, government, number)
    press(fire, "See where it stands in its process")
    assert "Ask the fire service" in text(fire) and text(fire).count("Here since") == 4, "two tokens, told above the drawing and among the steps"
    open_case(fire, government, number)
    press(fire, "Finish this task")
    assert "Please choose an answer" in text(fire)
    choose(fire, "fire_opinion", "conditions")
    fill(fire, "fire_remark", "The stairs have no window.")
    fill(fire, "fire_conditions", "A fire door to the stairs.\nSmoke alarms in every room.")
    press(fire, "Finish this task")
    assert "The task is finished" in text(fire)
    open_case(heritage, government, number)
    choose(heritage, "heritage_opinion", "agrees")
    press(heritage, "Finish this task")

    # What the offices ask for is drafted into the decision.
    open_case(planner, government, number)
    case = planner.current_url
    assert "Smoke alarms in every room." in planner.find_element(By.NAME, "conditions").get_attribute("value")
    assert "The fire service is heard about rooms where many people meet or work." in planner.page_source, "why it was asked is one click away"
    press(planner, "Record the decision")
    assert "waits for a second officer" in text(planner)
    planner.get(case)
    assert "It is your own decision" in text(planner)
    applicant = person("noor", javascript=javascript)
    applicant.get(case.replace("/desk", ""))
    assert "You may build" not in text(applicant), "one officer's decision is none yet"
    open_case(second, government, number)
    if javascript:
        press(second, "See where it stands in its process")
        box = second.find_element(By.CSS_SELECTOR, "[role=region]")
        assert box.get_property("scrollLeft") > 0, "the drawing begins where the case is"
        second.back()
    assert "What was decided" in text(second) and "Smoke alarms in every room." in text(second) and "Decided by: Petra Linde" in text(second)
    open_details(second, "Give it back")
    submit_form(second, "/give-back")
    assert "Say what should be looked at again" in text(second)
    fill(second, "note", "And the front door?")
    submit_form(second, "/give-back")
    planner.get(case)
    assert "And the front door?" in text(planner)
    fill(planner, "conditions", planner.find_element(By.NAME, "conditions").get_attribute("value") + "\nThe front door opens outwards.")
    press(planner, "Record the decision")
    open_case(second, government, number)
    press(second, "Countersign the decision")
    assert "The decision is countersigned, and the applicant is told" in text(second)
    applicant.refresh()
    assert "You may build" in text(applicant) and "The front door opens outwards." in text(applicant)
    wait_for(applicant, "Building permit (PDF)")
    words = pdf_words(download(applicant, address(applicant, "Building permit (PDF)")))
    assert "A fire door to the stairs." in words and "Work must begin by" in words
    verify = re.search(r"/verify/[A-Za-z0-9]+", words).group(0)
    assert "This certificate is genuine" in fetch(government.url + verify).decode()

    # The holder tells that work has begun; the number is filled in.
    applicant.get(government.url + "/services/begin_building_work")
    press(applicant, "Start now")
    assert applicant.find_element(By.NAME, "permit_number").get_attribute("value") == number
    press(applicant, "Continue")
    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    for part in ["day", "month", "year"]:
        fill(applicant, "began_on." + part, str(getattr(yesterday, part)))
    press(applicant, "Continue")
    press(applicant, "Continue")
    press(applicant, "Send")
    press(applicant, "Follow what happens")
    assert "We know now that work has begun" in text(applicant)


def submit_form(officer, action):
    """Presses the button of the form that leads there."""
    before = officer.find_element(By.TAG_NAME, "html")
    officer.find_element(By.CSS_SELECTOR, f"form[action*='{action}'] button").click()
    left(officer, before)
