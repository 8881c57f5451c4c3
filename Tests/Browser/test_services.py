"""The services of Arden end to end, as people use them."""
import re
import subprocess
import time

from selenium.webdriver.common.by import By

from conftest import BINARY, choose, fetch, fill, press, text


def wait_for(driver, words, seconds=20):
    """Reloads until the page says it: papers and letters come a second or two after the decision."""
    deadline = time.time() + seconds
    while words not in text(driver):
        assert time.time() < deadline, f"'{words}' never came: {text(driver)[:800]}"
        time.sleep(0.5)
        driver.refresh()


def renew_licence(driver, government):
    driver.get(government.url + "/services/renew_driving_licence")
    press(driver, "Start now")
    for page, answer in [("address_is_right", "true"), ("wears_glasses", "false"), ("health", "none")]:
        assert driver.current_url.endswith(page)
        choose(driver, page, answer)
        press(driver, "Continue")
    assert "Check your answers" in text(driver)
    press(driver, "Send and pay")


def test_renewing_a_licence_is_decided_at_once_and_proved(government, person):
    driver = person("rosa", javascript=True)
    renew_licence(driver, government)
    assert re.search(r"[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}", text(driver)), "no reference number"
    press(driver, "Pay £25.00")
    press(driver, "by card")
    press(driver, "Pay")
    assert "Payment received" in text(driver)
    press(driver, "Go to your application")
    wait_for(driver, "Your licence is renewed")
    wait_for(driver, "(PDF)")
    paper = next(a.get_attribute("href") for a in driver.find_elements(By.CSS_SELECTOR, "main a") if "(PDF)" in a.text)
    cookie = "; ".join(f"{c['name']}={c['value']}" for c in driver.get_cookies())
    pdf = subprocess.run(["curl", "-s", "-H", f"Cookie: {cookie}", paper], capture_output=True, check=True).stdout
    words = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert "Rosa Marsh" in words and "Driving licence" in words
    address = re.search(r"/verify/[A-Za-z0-9]+", words)
    assert address, words
    page = fetch(government.url + address.group(0)).decode()
    assert "genuine" in page and "Rosa" not in page


def test_a_problem_is_reported_mended_and_seen_by_all(government, person):
    visitor = person(None)
    visitor.get(government.url + "/services/report_a_problem")
    press(visitor, "Start now")
    press(visitor, "Continue")
    assert "There is a problem" in text(visitor), "an unanswered question must say so"
    choose(visitor, "category", "street_light")
    press(visitor, "Continue")
    fill(visitor, "place.description", "Harbour Street, by the bakery")
    press(visitor, "Continue")
    press(visitor, "Continue")
    press(visitor, "Continue")
    fill(visitor, "email", "someone@mail.example")
    press(visitor, "Continue")
    press(visitor, "Send")
    reference = re.search(r"[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}", text(visitor)).group(0)
    public = fetch(f"{government.url}/public/{reference}").decode()
    assert "Harbour Street" in public and "someone@mail.example" not in public

    crew = person("crew")
    crew.get(government.url + "/desk")
    press(crew, reference)
    choose(crew, "result", "fixed")
    press(crew, "Finish this task")
    assert "It is mended" in fetch(f"{government.url}/public/{reference}").decode()


def test_another_persons_case_is_not_there(government, person):
    driver = person("emil")
    driver.get(government.url + "/services/renew_driving_licence")
    press(driver, "Start now")
    theirs = driver.current_url
    other = person("noor")
    other.get(theirs)
    assert "Start now" not in text(other) and "address" not in other.find_element(By.TAG_NAME, "main").text.lower()


def test_the_log_verifies(government):
    """What the tests before did is all in the log, and nothing else."""
    command = [BINARY, "verify", str(government.folder), "--data", government.data] + (["--database", government.database] if government.database else [])
    time.sleep(2)
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
