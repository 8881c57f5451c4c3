"""A served demonstration and a real browser for the tests: one government a store, one browser a kind."""
import concurrent.futures
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.request

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By

from every_page.visitor import Visitor

ROOT = pathlib.Path(__file__).resolve().parents[2]
ARDEN = ROOT / "governments/arden"
BINARY = os.environ.get("POLITY_BINARY", str(ROOT / ".build/debug/polity"))



def stop(*_):
    raise KeyboardInterrupt


# Whoever ends the tests ends what they started, too.
signal.signal(signal.SIGTERM, stop)

# Seconds to wait for what will surely come: a busy machine takes its time, and only a fault waits so long.
PATIENCE = 120


class Government:
    """`polity serve --demo`, on a free port, over a database of its own."""

    def __init__(self, folder, database=None, options=(), data=None):
        self.data = data or tempfile.mkdtemp(prefix="polity-browser-")
        self.folder, self.database, self.options = folder, database, options
        self.sessions = {}  # name -> cookies: attempts to sign in are limited, so each person signs in once
        self.start()

    def start(self):
        command = [BINARY, "serve", "--demo", str(self.folder), "--port", "0", "--data", self.data, *self.options]
        if self.database:
            command += ["--database", self.database]
        self.log = open(os.path.join(self.data, "server.log"), "ab")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.accounts, self.url = {}, None
        # A busy machine takes minutes over a demonstration; one that never comes is ended, so that it keeps nobody waiting.
        patience = threading.Timer(10 * PATIENCE, self.process.kill)
        patience.start()
        for line in self.process.stdout:
            if found := re.search(r"is at (http://\S+)", line):
                self.url = found.group(1)
            if found := re.match(r"  (.+?)  +(\S+@\S+)  +(\S+)  +(.+)", line):
                self.accounts[found.group(2).split("@")[0]] = (found.group(2), found.group(3))
            if "admin@" in line:
                break
        patience.cancel()
        if not self.url:
            self.process.kill()
            raise AssertionError("the server did not start: " + pathlib.Path(self.log.name).read_text()[-2000:])
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def visitor(self, name):
        """A person without a browser, signed in."""
        visitor = Visitor(self.url, name)
        if name not in self.sessions:
            self.sessions[name] = visitor.sign_in(*self.accounts[name]).cookies
        visitor.cookies = dict(self.sessions[name])
        return visitor

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(timeout=PATIENCE)

    def close(self):
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)


def stores():
    kinds = ["sqlite"]
    if os.environ.get("POLITY_TEST_POSTGRES"):
        kinds.append("postgres")
    return kinds


def fresh_database():
    """A database of its own in the test cluster."""
    name = f"browser_{os.getpid()}_{int(time.time() * 1000)}"
    url = os.environ["POLITY_TEST_POSTGRES"]
    subprocess.run(["psql", url, "-qc", f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"], check=True)
    return re.sub(r"(postgres(?:ql)?://[^/]*/)[^?]*", rf"\g<1>{name}", url)


class Governments:
    """The demonstrations that the collected tests need. Making one takes minutes, so it is made once and the others are copies of it, on PostgreSQL a backup
    that is restored there; and the next is prepared while the tests of the one before run, one at a time, for those tests want the other processor."""

    def __init__(self, kinds):
        self.worker = concurrent.futures.ThreadPoolExecutor(max_workers=1)
        self.place = tempfile.mkdtemp(prefix="polity-browser-made-")
        self.made = self.worker.submit(self.make)
        self.coming = {kind: self.worker.submit(self.prepare, kind) for kind in kinds}

    def make(self):
        """The data of a demonstration that nothing has happened to, of a server that has stopped."""
        government = Government(ARDEN, data=tempfile.mkdtemp(dir=self.place))
        government.stop()
        return government.data

    def prepare(self, kind):
        made, data = self.made.result(), tempfile.mkdtemp(prefix="polity-browser-")
        if kind != "postgres":
            return Government(ARDEN, data=shutil.copytree(made, data, dirs_exist_ok=True))
        database = fresh_database()
        backup, keys = os.path.join(self.place, "backup"), os.path.join(self.place, "keys")
        for command in [["backup", backup, "--keys-to", keys, "--data", made], ["restore", backup, "--keys-from", keys, "--data", data, "--database", database]]:
            subprocess.run([BINARY, *command], check=True, stdout=subprocess.DEVNULL)
        return Government(ARDEN, database, data=data)

    def take(self, kind):
        if kind not in self.coming:
            self.coming[kind] = self.worker.submit(self.prepare, kind)
        return self.coming[kind].result()

    def close(self):
        for one in self.coming.values():
            if not one.cancel() and one.exception() is None:
                one.result().close()
        self.worker.shutdown()
        shutil.rmtree(self.place, ignore_errors=True)


@pytest.fixture(scope="session")
def governments(request):
    kinds = []
    for item in request.session.items:
        # Tests of every page have a government of their own.
        kind = "every_page" if "test_every_page" in item.nodeid else getattr(item, "callspec", None) and item.callspec.params.get("government")
        if isinstance(kind, str) and kind not in kinds:
            kinds.append(kind)
    governments = Governments(kinds)
    yield governments
    governments.close()


# What a page looks like, or which keys move it, is the same on every store; whoever keeps or finds anything is tried on both.
one_store = pytest.mark.parametrize("government", stores()[:1], indirect=True)


@pytest.fixture(scope="session", params=stores())
def government(request, governments):
    return governments.take(request.param)


def new_browser(javascript=True, width=1280, height=1000):
    options = webdriver.ChromeOptions()
    for argument in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", f"--window-size={width},{height}"]:
        options.add_argument(argument)
    options.binary_location = "/usr/bin/chromium"
    if not javascript:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    for attempt in range(3):
        try:
            driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
            break
        except WebDriverException:
            # On a busy machine Chromium may not be there in time; that says nothing about the government.
            if attempt == 2:
                raise
    driver.set_page_load_timeout(PATIENCE)
    return driver


class Browsers:
    """A browser takes a second or two to start: those of finished tests are emptied and lent again."""

    def __init__(self):
        self.idle = {True: [], False: []}
        self.all = []

    def lend(self, javascript):
        if self.idle[javascript]:
            return self.idle[javascript].pop()
        driver = new_browser(javascript=javascript)
        self.all.append(driver)
        return driver

    def take_back(self, driver, javascript):
        try:
            driver.get("about:blank")
            for command in ["Network.clearBrowserCookies", "Network.clearBrowserCache", "Emulation.clearDeviceMetricsOverride"]:
                driver.execute_cdp_cmd(command, {})
            driver.get_log("browser")
            self.idle[javascript].append(driver)
        except WebDriverException:
            driver.quit()  # It does not answer any more.

    def close(self):
        for driver in self.all:
            driver.quit()


@pytest.fixture(scope="session")
def browsers():
    browsers = Browsers()
    yield browsers
    browsers.close()


@pytest.fixture
def person(government, browsers):
    """Opens browsers that are signed in: `person('rosa')`."""
    lent = []

    def open_as(name=None, javascript=False, size=None):
        driver = browsers.lend(javascript)
        lent.append((driver, javascript))
        if size:
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False})
        if name:
            sign_in(driver, government, name)
        return driver

    yield open_as
    for driver, javascript in lent:
        browsers.take_back(driver, javascript)


def sign_in(driver, government, name):
    """With the password the first time; afterwards with the session that it began."""
    email, password = government.accounts[name]
    driver.get(government.url + "/sign-in")
    if name in government.sessions:
        for cookie, value in government.sessions[name].items():
            driver.add_cookie({"name": cookie, "value": value, "path": "/"})
        driver.get(government.url + "/account")
        assert "/sign-in" not in driver.current_url, f"the session of {name} has ended"
        return
    driver.find_element(By.NAME, "email").send_keys(email)
    driver.find_element(By.NAME, "password").send_keys(password)
    press(driver, "Sign in")
    assert "/sign-in" not in driver.current_url, driver.find_element(By.TAG_NAME, "main").text
    government.sessions[name] = {cookie["name"]: cookie["value"] for cookie in driver.get_cookies()}


def press(driver, words):
    """Presses the button, or follows the link, with these words, and waits for the page it leads to."""
    before = driver.find_element(By.TAG_NAME, "html")
    deadline = time.time() + PATIENCE / 2
    while time.time() < deadline:
        try:
            for place in ["main button", "main a", "main summary", "header a, header button, nav a"]:
                for element in driver.find_elements(By.CSS_SELECTOR, place):
                    if words.lower() in element.text.lower() and element.is_displayed():
                        element.click()
                        return left(driver, before)
        except WebDriverException:
            pass  # The page changed while it was looked at.
        time.sleep(0.2)
    raise AssertionError(f"nothing says '{words}' on {driver.current_url}: {text(driver)[:600]}")


def left(driver, before):
    """Waits until the page that had the element `before` is gone and the next one is there."""
    deadline = time.time() + PATIENCE
    while time.time() < deadline:
        try:
            before.is_enabled()
        except WebDriverException:
            if driver.find_elements(By.CSS_SELECTOR, "main"):
                return
        time.sleep(0.05)


def text(driver):
    return driver.find_element(By.TAG_NAME, "main").text


def fill(driver, name, value):
    field = driver.find_element(By.NAME, name)
    field.clear()
    field.send_keys(value)


def choose(driver, name, value):
    field = driver.find_element(By.CSS_SELECTOR, f"input[name='{name}'][value='{value}']")
    driver.find_element(By.CSS_SELECTOR, f"label[for='{field.get_attribute('id')}']").click()


def fetch(url):
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return answer.read()


def wait_for(driver, words, seconds=PATIENCE):
    """Reloads until the page says it: papers and letters come a second or two after the decision."""
    deadline = time.time() + seconds
    while words not in text(driver):
        assert time.time() < deadline, f"'{words}' never came: {text(driver)[:800]}"
        time.sleep(0.5)
        driver.refresh()


def address(driver, words):
    """Where the link with these words leads."""
    return next(a.get_attribute("href") for a in driver.find_elements(By.CSS_SELECTOR, "main a") if words in a.text)


def download(driver, url):
    """A file as the person at this browser gets it."""
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in driver.get_cookies())
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookies}), timeout=PATIENCE) as answer:
        return answer.read()


def pdf_words(pdf):
    """What poppler reads in a PDF."""
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def reference(driver):
    return re.search(r"\b[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}\b", text(driver)).group(0)


def pay(driver, decline_first=False):
    """From the case to the card simulator and back."""
    press(driver, "Pay £")
    if decline_first:
        press(driver, "by card")
        press(driver, "Decline")
        assert "Nothing was paid" in text(driver)
    press(driver, "by card")
    press(driver, "Pay")
    assert "Payment received" in text(driver)
    press(driver, "Go to your application")


def open_details(driver, words):
    driver.find_element(By.XPATH, f"//main//summary[contains(., '{words}')]").click()


def has_mail(government, *words, seconds=PATIENCE):
    """Whether the demonstration's mail page has a letter with all the words."""
    deadline = time.time() + seconds
    while time.time() < deadline:
        page = fetch(government.url + "/demo/mail").decode()
        if all(word in page for word in words):
            return True
        time.sleep(0.5)
    return False
