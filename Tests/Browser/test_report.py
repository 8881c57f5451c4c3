"""Reporting a problem without an account: a place, a photo, a public page, and a word when it is done."""
import json
import re

import pytest
from conftest import PATIENCE, choose, fetch, fill, has_mail, press, reference, text
from keyboard import Keyboard
from pictures import PLANTED, photo
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait


@pytest.fixture(scope="session")
def taken(tmp_path_factory):
    from conftest import new_browser

    driver = new_browser()
    path = tmp_path_factory.mktemp("photo") / "my-holiday-with-ana.jpg"
    path.write_bytes(photo(driver))
    driver.quit()
    return path


@pytest.mark.parametrize("javascript", [True, False])
def test_a_problem_is_reported_mended_and_seen_by_all(government, person, taken, javascript):
    assert PLANTED in taken.read_bytes()
    email = f"someone-{javascript}@mail.example".lower()
    visitor = person(None, javascript=javascript)
    visitor.get(government.url + "/services/report_a_problem")
    press(visitor, "Start now")
    press(visitor, "Continue")
    assert "There is a problem" in text(visitor), "an unanswered question must say so"
    choose(visitor, "category", "street_light")
    press(visitor, "Continue")
    assert "Everybody can see this answer." in text(visitor), "whoever gives it knows before"
    if javascript:
        # Every stop before it can be seen, on the map too.
        Keyboard(visitor).to("place.description")
        WebDriverWait(visitor, PATIENCE).until(lambda d: d.find_elements(By.CSS_SELECTOR, "path.leaflet-interactive"))
        ActionChains(visitor).move_to_element(visitor.find_elements(By.CSS_SELECTOR, "path.leaflet-interactive")[-1]).click().perform()
        assert visitor.find_element(By.NAME, "place.latitude").get_attribute("value").startswith("54.")
        words = visitor.find_element(By.NAME, "place.description").get_attribute("value")
        assert re.fullmatch(r"[A-Z][A-Za-z ]+ \d+", words), f"the map says which street and number was meant, not '{words}'"
        assert visitor.find_element(By.CSS_SELECTOR, ".map-chosen").text == words
        assert visitor.find_element(By.CSS_SELECTOR, ".leaflet-control-zoom-in").get_attribute("title") == "Zoom in"
    fill(visitor, "place.description", "Harbour Street, by the bakery")
    press(visitor, "Continue")
    assert "Everybody can see this answer." not in text(visitor)
    fill(visitor, "details", "It flickers, then it is dark.")
    press(visitor, "Continue")
    assert "JPEG, PNG. Up to 3 files of 20 MB each" in text(visitor) and "Everybody can see this answer." in text(visitor)
    visitor.find_element(By.CSS_SELECTOR, "input[type=file]").send_keys(str(taken))
    press(visitor, "Continue")
    fill(visitor, "email", "someone at mail")
    press(visitor, "Continue")
    assert "name@example.org" in text(visitor)
    fill(visitor, "email", f"  {email} ")
    press(visitor, "Continue")
    assert text(visitor).count("Everybody can see this answer.") == 3, "what, where and the photo, and no more"
    press(visitor, "Send")
    number = reference(visitor)
    assert f"We write to {email} when something happens" in text(visitor)
    # The letter leads to a page that opens in any browser.
    assert has_mail(government, number, email, f"{government.url}/public/{number}")

    public = fetch(f"{government.url}/public/{number}").decode()
    assert "Harbour Street, by the bakery" in public and "We are working on it" in public
    for personal in [email, "my-holiday", "It flickers"]:
        assert personal not in public, personal
    press(visitor, "What everybody can see of it")
    image = visitor.find_element(By.CSS_SELECTOR, ".photos img")
    if javascript:
        assert visitor.execute_script("return arguments[0].decode().then(() => arguments[0].naturalWidth)", image) == 160
    shown = fetch(image.get_attribute("src"))
    assert shown.startswith(b"\xff\xd8") and PLANTED not in shown and b"Exif" not in shown

    crew = person("crew")
    crew.get(government.url + "/desk?team=any")
    press(crew, number)
    choose(crew, "result", "fixed")
    fill(crew, "remark", "A new lamp is in.")
    press(crew, "Finish this task")
    public = fetch(f"{government.url}/public/{number}").decode()
    assert "It is mended" in public and "A new lamp is in." in public
    assert has_mail(government, number, email, "It has been mended")
    assert "What happens next" not in public, "nothing is to come"
    reports = person(None, javascript=javascript)
    reports.get(government.url + "/services/report_a_problem/public")
    assert number in text(reports)
    if javascript:
        # The newest report is a point of the map that leads to its page.
        WebDriverWait(reports, PATIENCE).until(lambda d: d.execute_script("return document.querySelectorAll('.map path.leaflet-interactive').length") > 200)
        place = json.loads(reports.find_element(By.CSS_SELECTOR, ".map").get_attribute("data-points"))[0]
        assert place["href"] == f"/public/{number}" and "It is mended" in place["label"]
        assert re.search(r"It is mended \(\d+\)", reports.find_element(By.CSS_SELECTOR, ".map-legend").text), "the colours have no key"
    else:
        assert not reports.find_element(By.CSS_SELECTOR, ".map").is_displayed()
