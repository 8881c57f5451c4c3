"""Pages that say no: each is really provoked on a government of its own, and measured as any other page is."""
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import urllib.error
import urllib.request

import pytest

from conftest import BINARY, PATIENCE, ROOT, Government, left, new_browser
from every_page.crawl import LANGUAGES
from every_page.eyes import PHONE, Eyes

TITLES = {
    413: {"en": "That is too large", "es": "Es demasiado grande"},
    429: {"en": "Too many requests", "es": "Demasiadas peticiones"},
    500: {"en": "Something broke on our side", "es": "Algo ha fallado por nuestra parte"},
}

SEND_MUCH = """
const form = document.createElement("form");
form.method = "post"; form.action = "/sign-in";
const field = document.createElement("textarea");
field.name = "email"; field.value = "x".repeat(1200000);
form.append(field); document.body.append(form); form.submit();
"""


class Stranger:
    """Somebody who has never been here."""
    cookies = {}


@pytest.fixture(scope="module")
def driver():
    driver = new_browser()
    yield driver
    driver.quit()


@pytest.fixture
def hamlet(request, tmp_path):
    """The smallest government, in two languages."""
    folder = shutil.copytree(ROOT / "governments/hamlet", tmp_path / "hamlet")
    settings = folder / "polity.yaml"
    settings.write_text(settings.read_text().replace("languages: [en]", "languages: [en, es]"))
    government = Government(folder, options=getattr(request, "param", ()))
    yield government
    government.close()


def titled(driver, status, language):
    title = driver.find_element("css selector", "h1").text
    assert title == TITLES[status][language], f"{status} in {language}: {title}"


@pytest.mark.parametrize("hamlet", [("--client-rate", "5")], indirect=True)
def test_too_many_requests(hamlet, driver):
    eyes = Eyes(driver, hamlet.url)
    for language in LANGUAGES:
        eyes.become(Stranger, language)
        for _ in range(12):
            try:
                urllib.request.urlopen(hamlet.url + "/")
            except urllib.error.HTTPError as refusal:
                assert refusal.code == 429 and int(refusal.headers["Retry-After"]) > 0
        faults = eyes.look("/")
        titled(driver, 429, language)
        assert not faults


def test_too_large(hamlet, driver):
    eyes = Eyes(driver, hamlet.url)
    for language in LANGUAGES:
        eyes.become(Stranger, language)
        eyes.size(PHONE)
        driver.get(hamlet.url + "/sign-in")
        page = driver.find_element("tag name", "html")
        driver.execute_script(SEND_MUCH)
        left(driver, page)
        driver.get_log("browser")
        titled(driver, 413, language)
        assert driver.find_elements("css selector", "main a[href='/sign-in']"), "the way back to the form"
        assert not eyes.look_here()


def test_something_broke(hamlet, driver):
    eyes = Eyes(driver, hamlet.url)
    with sqlite3.connect(hamlet.data + "/polity.sqlite") as store:
        store.execute("ALTER TABLE journal_checkpoints RENAME TO lost")
    for language in LANGUAGES:
        eyes.become(Stranger, language)
        faults = eyes.look("/log")
        titled(driver, 500, language)
        assert driver.find_element("css selector", "main .reference").text, "a number to tell"
        assert not faults


def test_not_ready_yet(driver):
    """The first page of a demonstration, while its past is made: the server is held still while the page is measured."""
    data = tempfile.mkdtemp(prefix="polity-preparing-")
    process = subprocess.Popen(
        [BINARY, "serve", "--demo", str(ROOT / "governments/arden"), "--port", "0", "--data", data], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        url = re.search(r"http://\S+", next(line for line in process.stdout if "http://" in line)).group(0)
        eyes = Eyes(driver, url)
        eyes.become(Stranger, "es")
        eyes.size(PHONE)
        driver.get(url + "/")
        process.send_signal(signal.SIGSTOP)
        assert "Arden se está preparando" in driver.find_element("css selector", "h1").text
        driver.get_log("browser")
        assert not eyes.look_here()
    finally:
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.wait(timeout=PATIENCE)
