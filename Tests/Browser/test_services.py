"""What holds over all services: whose applications they are, and that the log has all of it."""
import subprocess
import time

from conftest import BINARY, press, text


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


def test_the_log_verifies(government):
    """What the tests before did is all in the log, and nothing else."""
    command = [BINARY, "verify", str(government.folder), "--data", government.data] + (["--database", government.database] if government.database else [])
    time.sleep(2)
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
