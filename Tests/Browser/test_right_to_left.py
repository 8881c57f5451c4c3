"""A small government in Arabic: its pages, with the words that its own folder gives them, from right to left."""
import pytest
from conftest import ROOT, Government, fill, new_browser, press, text
from every_page.eyes import Eyes

OASIS = ROOT / "Tests/EndToEndTests/Data/oasis"


@pytest.fixture(scope="module")
def oasis():
    government = Government(OASIS)
    yield government
    government.close()


@pytest.fixture(scope="module")
def eyes(oasis):
    driver = new_browser()
    yield Eyes(driver, oasis.url)
    driver.quit()


def test_an_application_from_right_to_left(oasis, eyes):
    driver = eyes.driver

    def look():
        path = driver.current_url.removeprefix(oasis.url)
        faults = eyes.look(path)
        assert not faults, f"{path}:\n" + "\n".join(faults)
        assert driver.find_element("tag name", "html").get_attribute("dir") == "rtl"

    driver.get(oasis.url + "/")
    look()
    driver.get(oasis.url + "/services/plant_a_tree")
    look()
    press(driver, "ابدأ الآن")
    look()
    press(driver, "متابعة")
    assert "هناك مشكلة" in text(driver)
    driver.get_log("browser")  # It tells the status of what was refused.
    label, box = driver.find_element("css selector", "main h1"), driver.find_element("name", "name")
    assert abs(label.rect["x"] + label.rect["width"] - box.rect["x"] - box.rect["width"]) < 40, "both begin at the right"
    fill(driver, "name", "ليلى حداد")
    press(driver, "متابعة")
    fill(driver, "trees", "3")
    press(driver, "متابعة")
    fill(driver, "street", "شارع الواحة 7")
    press(driver, "متابعة")
    driver.find_element("css selector", "label[for^='kind']").click()
    press(driver, "متابعة")
    assert "راجع إجاباتك" in text(driver) and "شارع الواحة 7" in text(driver)
    look()
    press(driver, "إرسال")
    assert "وصلنا طلبك" in text(driver)
    look()

    eyes.become(oasis.visitor("clerk"), "ar")
    driver.get(oasis.url + "/desk")
    look()
