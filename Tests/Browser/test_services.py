"""What holds over all services: whose applications they are, and that the log has all of it."""
import subprocess
import time

from conftest import BINARY, PATIENCE, choose, fill, open_details, press, text


def test_another_persons_draft_is_not_there(government, person):
    driver = person("emil")
    driver.get(government.url + "/services/building_permit")
    press(driver, "Start now")
    theirs = driver.current_url
    other = person("noor")
    for address in [theirs, theirs.split("/questions")[0] + "/check", theirs.split("/questions")[0] + "/discard"]:
        other.get(address)
        assert "or the street with the house number" not in text(other) and "We cannot find this application" in text(other)

    driver.get(theirs.split("/questions")[0] + "/discard")
    press(driver, "Delete this draft")
    assert driver.current_url.endswith("/applications")
    driver.get(theirs)
    assert "Where do you want to build?" not in text(driver), "a deleted draft is gone"


def test_somebody_acts_for_another_until_it_is_ended(government, person):
    noor = person("noor")
    noor.get(government.url + "/mandates")
    open_details(noor, "Let somebody act for you")
    fill(noor, "email", government.accounts["noor"][0])
    press(noor, "Let them act for you")
    assert "Enter the address of somebody else" in text(noor)
    # Who has an account cannot be told from the answer.
    answers = []
    for address in ["stranger@mail.example", government.accounts["emil"][0]]:
        noor.get(government.url + "/mandates")
        open_details(noor, "Let somebody act for you")
        fill(noor, "email", address)
        press(noor, "Let them act for you")
        assert address in text(noor) and "Emil Brandt" not in text(noor)
        answers.append(text(noor).split("Who may act for you")[0])
        if len(answers) == 1:
            press(noor, "End it")
    assert answers[0] == answers[1]

    emil = person("emil")
    emil.get(government.url + "/account/acting")
    mandate = emil.find_element("css selector", "input[value^='mandate:']").get_attribute("value")
    choose(emil, "acting_for", mandate)
    press(emil, "Continue")
    emil.get(government.url + "/services/building_permit")
    press(emil, "Start now")
    assert "You act for Noor Okoro" in text(emil)
    draft = emil.current_url
    noor.get(draft)
    assert "Where do you want to build?" in text(noor), "what was begun in her name is hers"
    noor.get(government.url + "/mandates")
    press(noor, "End it")
    assert "Nobody but you" in text(noor)
    emil.get(government.url + "/services/building_permit")
    press(emil, "Start now")
    assert "You act for" not in text(emil)
    for driver, address in [(emil, emil.current_url), (noor, draft)]:
        driver.get(address.split("/questions")[0] + "/discard")
        press(driver, "Delete this draft")


def test_the_log_verifies(government):
    """What the tests before did is all in the log, and nothing else."""
    command = [BINARY, "verify", str(government.folder), "--data", government.data] + (["--database", government.database] if government.database else [])
    time.sleep(2)
    done = subprocess.run(command, capture_output=True, text=True, timeout=5 * PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
