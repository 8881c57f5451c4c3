"""A building permit: a parcel, drawings, a break, a fee, a question from the officer, a decision with conditions."""
import pytest
from conftest import address, choose, download, fill, has_mail, open_details, pay, pdf_words, press, reference, text, wait_for
from pictures import png
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait


def choose_on_the_map(driver):
    """A click on a parcel fills its number in."""
    WebDriverWait(driver, 20).until(lambda d: len(d.find_elements(By.CSS_SELECTOR, "path.leaflet-interactive")) > 200)
    ActionChains(driver).move_to_element(driver.find_elements(By.CSS_SELECTOR, "path.leaflet-interactive")[-1]).click().perform()
    chosen = driver.find_element(By.NAME, "parcel").get_attribute("value")
    assert chosen and chosen in driver.find_element(By.CSS_SELECTOR, ".map-chosen").text
    press(driver, "Continue")
    return chosen


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
    assert has_mail(government, number, "You may build")
