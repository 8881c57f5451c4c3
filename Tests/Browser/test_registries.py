"""A registrar and a record: found for a stated purpose, corrected with a reason, told in its history and in the public log."""
import json
import re

from selenium.webdriver.common.by import By

from conftest import choose, fetch, fill, one_store, press, text, wait_for


def acts(government):
    return int(re.search(r"^(\d+)$", fetch(government.url + "/log/checkpoint").decode(), re.MULTILINE).group(1))


def test_a_registrar_corrects_an_address(government, person):
    driver = person("registrar")
    driver.get(government.url + "/desk/registries")
    press(driver, "Residents")
    assert "To keep the register of residents (Civil Registry Act 2008, section 2)" in text(driver)
    fill(driver, "q", "Rosa Marsh")
    press(driver, "Search")
    press(driver, "Rosa Marsh")
    record = driver.current_url
    assert "To keep the register of residents" in text(driver) and "Each person you find sees that you looked" in text(driver)
    before = acts(government)
    press(driver, "Change or correct")
    choose(driver, "kind", "corrected")
    fill(driver, "value.address.line_1", "6 Harbour Street")
    press(driver, "Record it")
    assert "Say why" in text(driver) and driver.find_element(By.NAME, "value.address.line_1").get_attribute("value") == "6 Harbour Street"
    fill(driver, "reason", "The house number was mistyped")
    press(driver, "Record it")
    told = text(driver)
    assert "6 Harbour Street" in told and "Runa Falk corrected it" in told and "The house number was mistyped" in told
    assert re.search(r"\d{1,2} \w{3,4} \d{4}, \d\d:\d\d", told), "when it was recorded"

    # The act stands in the public log, which says nothing about whom it is.
    driver.get(government.url + "/log")
    wait_for(driver, "Record corrected")
    # What was looked at has acts as well, some seconds later.
    assert acts(government) > before
    assert "Harbour" not in text(driver) and "Rosa" not in text(driver)
    rosa = person("rosa")
    rosa.get(government.url + "/account/reads")
    assert "Registrar, Civil Registry" in text(rosa)

    # The record goes back to what other tests know.
    driver.get(record)
    press(driver, "Change or correct")
    choose(driver, "kind", "corrected")
    fill(driver, "value.address.line_1", "4 Harbour Street")
    fill(driver, "reason", "It was right before")
    press(driver, "Record it")
    assert "4 Harbour Street" in text(driver)


@one_store
def test_a_parcel_says_how_large_it_is(government, person):
    """On its page in the reader's language, and to programs as numbers, in the plane that polity.yaml names."""
    planner = person("planner")
    planner.get(government.url + "/desk/registries/parcels/records?q=1004-38&purpose=no_person")
    press(planner, "1004-38")
    area, around = [re.search(words + r": ([\d,]+) m", text(planner)).group(1) for words in ["Area", "Perimeter"]]
    record = planner.current_url
    planner.get(record + "&language=es")
    assert "Superficie: " in text(planner) and "Perímetro: " in text(planner)
    planner.get(record + "&language=en")
    visitor = government.visitor("planner")
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    _, answer = visitor.exchange("GET", "/api" + record.removeprefix(government.url), None, {"Accept": "application/json", "Cookie": cookies})
    measures = json.loads(answer)["measures"]["outline"]
    assert round(measures["square_metres"]) == int(area.replace(",", "")) and round(measures["metres"]) == int(around.replace(",", ""))
