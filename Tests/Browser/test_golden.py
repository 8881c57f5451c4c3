"""Pages of the portal as they are sent, in both languages, against the files in Golden/.

What differs from run to run (ids, numbers, tokens, days, hashes of assets) is written as a placeholder.
`RECORD_GOLDEN=1 .venv/bin/python -m pytest Tests/Browser/test_golden.py` writes the files anew; look at the difference.
"""
import difflib
import os
import pathlib
import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest
from conftest import PATIENCE, one_store

GOLDEN = pathlib.Path(__file__).parent / "Golden"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
MESES = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
PLACEHOLDERS = [
    (r"http://(localhost|127\.0\.0\.1):\d+", "ADDRESS"),
    (r'(name="form_token" value=")[^"]*', r"\1TOKEN"),
    (r'(name="_token" value=")[^"]*', r"\1TOKEN"),
    (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "ID"),
    (r"/assets/([a-z]+)[.-][0-9a-f]{6,}", r"/assets/\1-HASH"),
    (r"\b[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}\b", "REFERENCE"),
    (rf"\d{{1,2}} ({MONTHS}) \d{{4}}", "DAY"),
    (rf"\d{{1,2}} de ({MESES}) de \d{{4}}", "DAY"),
    (r"\d{4}-\d\d-\d\dT[0-9:.]+Z", "MOMENT"),
    (r'datetime="\d{4}-\d\d-\d\d"', 'datetime="DAY"'),
    (r'(class="figure-value">)[^<]*', r"\1FIGURE"),
]


class Visitor:
    """Follows links and sends forms as a browser without scripts does."""

    def __init__(self, government):
        self.url = government.url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path):
        return self.open(urllib.request.Request(urllib.parse.urljoin(self.url, path), headers={"Accept": "text/html"}))

    def send(self, action, **fields):
        """Sends the form of the last page whose action ends so."""
        form = next(form for form in re.findall(r"<form.*?</form>", self.page, re.S) if re.search(rf'action="[^"]*{re.escape(action)}"', form))
        target = re.search(r'action="([^"]*)"', form).group(1).replace("&amp;", "&")
        hidden = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"', form))
        data = urllib.parse.urlencode({**hidden, **fields}).encode()
        return self.open(urllib.request.Request(urllib.parse.urljoin(self.url, target), data=data, headers={"Accept": "text/html", "Origin": self.url}))

    def open(self, request):
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                self.page = answer.read().decode()
        except urllib.error.HTTPError as answer:
            if answer.code != 422:
                raise
            self.page = answer.read().decode()
        return self.page


def plain(page):
    for pattern, placeholder in PLACEHOLDERS:
        page = re.sub(pattern, placeholder, page)
    # One tag a line, so that a difference can be read.
    return re.sub(r"(</(?:p|h1|h2|h3|li|dt|dd|div|form|legend|label|title|option|summary)>)", r"\1\n", page).rstrip() + "\n"


def compare(name, page):
    path, made = GOLDEN / f"{name}.html", plain(page)
    if os.environ.get("RECORD_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(made)
        return
    kept = path.read_text()
    difference = "\n".join(difflib.unified_diff(kept.splitlines(), made.splitlines(), "kept", "made", lineterm="", n=1))
    assert kept == made, f"{name} differs; RECORD_GOLDEN=1 writes it anew:\n{difference[:4000]}"


@one_store
@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_of_a_report(government, language):
    """From the front page to what was sent, with a question answered wrongly on the way."""
    visitor = Visitor(government)
    pages = {"home": visitor.get(f"/?language={language}"), "service": visitor.get("/services/report_a_problem")}
    pages["question"] = visitor.send("/start")
    pages["question-wrong"] = visitor.send("/questions/category")
    pages["place"] = visitor.send("/questions/category", category="pothole")
    visitor.send("/questions/place", **{"place.description": "By the old bridge"})
    pages["files"] = visitor.send("/questions/details", details="")
    visitor.send("/questions/photo")
    pages["check"] = visitor.send("/questions/email", email="")
    pages["sent"] = visitor.send("/submit")
    reference = re.search(r"\b[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}\b", pages["sent"]).group(0)
    pages["case"] = visitor.get(re.search(r'href="(/cases/[^"/]+)"', pages["sent"]).group(1))
    pages["public"] = visitor.get(f"/public/{reference}")
    pages["about"] = visitor.get("/about")
    for name, page in pages.items():
        compare(f"{name}-{language}", page)


@one_store
@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_of_a_person(government, language):
    """What somebody who signed in sees before anything is under way."""
    visitor = Visitor(government)
    email, password = government.accounts["supervisor"]
    visitor.get(f"/sign-in?language={language}")
    visitor.send("/sign-in", email=email, password=password)
    for name in ["applications", "mandates"]:
        compare(f"{name}-{language}", visitor.get(f"/{name}"))
    visitor.get("/services/building_permit")
    compare(f"record-{language}", visitor.send("/start"))
    compare(f"record-found-{language}", visitor.send("/questions/parcel", parcel="harbour street 7", find="parcel"))
    action = re.search(r'action="(/applications/[^"/]+)/questions', visitor.page).group(1)
    compare(f"discard-{language}", visitor.get(action + "/discard"))
    visitor.send("/discard")
