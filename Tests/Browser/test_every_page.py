"""Every page in the table of routes: as every role, in every language, empty, filled and with errors, on a phone and on a
desktop, without one violation of WCAG 2.2 AA.

What is looked at how often: each role asks for every page in each language, and the text of each answer is checked. The
browser then looks at so many of them, as each role and at each route, that every kind of element has been seen in its place
beside each of its neighbours in each language: what is made of the same is the same to axe."""
import concurrent.futures
import time

import pytest

from conftest import BINARY, ROOT, new_browser
from every_page import scene
from every_page.crawl import LANGUAGES, Crawl
from every_page.eyes import Eyes
from every_page.routes import Routes

# Routes that answer with something else than a page; what they answer is tested where they live.
NO_PAGE = {
    "log_checkpoint", "log_key", "log_tile", "log_proof", "my_data", "paper", "map", "desk_case_file", "component_places", "application_file", "case_file", "public_file", "security_contact", "change_password_address",
    "application",  # Leads on to where a draft was left.
    "law_tables",  # Arden shares no decision table between services; the page is that of `service_tables`.
    "desk_incident", "desk_notice",  # No case of Arden stops, and none says what nothing takes up; test_stopped.py has such.
}
# The same: test_stopped.py sends the first two. No work is given up, and none of its services lets an officer choose what is done next.
# The forms for several tasks follow on the choice of them: test_together.py.
NO_FORM = {"retry_incident", "close_notice", "retry_job", "begin_work", "try_law_tables", "decide_tasks", "finish_tasks"}
# Sent last, and in one language, for they end what the others need.
ENDINGS = ["countersign_decision", "delete_filter", "end_absence", "release_task", "hand_over_task", "take_task", "choose_acting", "submit_application", "discard_application", "withdraw", "sign_out_everywhere", "erase_me", "sign_out"]

# What a page shows in the language in which it was once written down.
AS_WRITTEN = {"show_invoice": "the invoice keeps the name of its service in the payer's language", "card_return": "the same", "demonstration_card": "the same",
              "list_invoices": "the same", "desk_invoice": "the same",
              "components": "a gallery of made-up content, in English"}


@pytest.fixture(scope="module")
def government(governments):
    """One of its own, for these tests sign everybody out; one store is enough, for pages do not depend on it."""
    return governments.take("every_page")


@pytest.fixture(scope="module")
def routes():
    return Routes(BINARY, ROOT / "governments/arden")


@pytest.fixture(scope="module")
def crawl(government, routes):
    people = scene.everyone(government)
    return Crawl(routes, people, "governments/arden", seeds=scene.prepare(people))


@pytest.fixture(scope="module")
def pairs(government):
    """Two browsers, for a machine with two processors."""
    drivers = [new_browser(), new_browser()]
    yield [Eyes(driver, government.url) for driver in drivers]
    for driver in drivers:
        driver.quit()


@pytest.fixture(scope="module")
def eyes(pairs):
    return pairs[0]


def told(faults):
    """The faults as one message, each with the place where it was first seen."""
    return f"{len(faults)} faults\n" + "\n".join(f"{route}: {what}\n    on {where}" for (route, what), where in sorted(faults.items()))


def test_every_page_is_reached(routes, crawl):
    missed = [route for route in routes.pages() if route.id not in NO_PAGE and not crawl.reached[route.id]]
    assert not missed, f"no link of any role leads to {missed}"
    unsent = [route for route in routes.forms() if route.id not in NO_FORM | crawl.forms.keys()]
    assert not unsent, f"no page of any role has a form for {unsent}"


def test_every_page_is_whole(crawl):
    faults = {(route, what): where for (route, what), where in crawl.faults.items() if not (route in AS_WRITTEN and what.startswith("English"))}
    assert not faults, told(faults)


def test_titles_tell_pages_apart(crawl):
    doubled = dict(crawl.doubled_titles())
    assert not doubled, told(doubled)


def test_every_page_passes_axe(crawl, pairs):
    # Whoever is looked as stays the same for as long as possible.
    sights = sorted(crawl.sights, key=lambda sight: (sight.person, sight.language))
    middle = len(sights) // 2

    def look(eyes, sights):
        faults = {}
        for sight in sights:
            eyes.become(crawl.people[sight.person], sight.language)
            for fault in eyes.look(sight.path):
                faults.setdefault((sight.route, fault), f"{sight.path} as {sight.person} in {sight.language}")
        return faults

    started = time.time()
    with concurrent.futures.ThreadPoolExecutor() as workers:
        both = list(workers.map(look, pairs, [sights[:middle], sights[middle:]]))
    print(f"{sum(eyes.loads for eyes in pairs)} looks in {time.time() - started:.0f} s")
    faults = both[0] | both[1]
    assert not faults, told(faults)


def test_pages_can_be_mirrored(crawl, pairs):
    """For languages written from right to left: of every kind of page one, with its forms, tables and maps; nothing is cut off, nothing lies outside
    the screen. A map is drawn from left to right all the same."""
    first = {}
    for sight in crawl.sights:
        first.setdefault(sight.route, sight)
    sights = sorted(first.values(), key=lambda sight: (sight.person, sight.language))

    def look(eyes, sights):
        faults = {}
        for sight in sights:
            eyes.become(crawl.people[sight.person], sight.language)
            for fault in eyes.look(sight.path, mirrored=True):
                faults.setdefault((sight.route, fault), f"{sight.path} as {sight.person} in {sight.language}")
        return faults

    with concurrent.futures.ThreadPoolExecutor() as workers:
        both = list(workers.map(look, pairs, [sights[::2], sights[1::2]]))
    faults = both[0] | both[1]
    assert len(sights) > 50 and not faults, told(faults)


def test_skip_link(crawl, eyes):
    # The gallery of components shows an error summary, which takes the focus: these are pages as people meet them.
    for sight in [next(one for one in crawl.sights if one.route == route) for route in ["portal_home", "service", "desk_queue"]]:
        eyes.become(crawl.people[sight.person], sight.language)
        assert eyes.skip_link_works(sight.path), f"the skip link does not work on {sight.path}"


def test_every_form_sent_wrongly_passes_axe(routes, crawl, eyes):
    faults = {}
    forms = sorted((route for route in routes.forms() if route.id in crawl.forms), key=lambda route: ENDINGS.index(route.id) if route.id in ENDINGS else -1)
    for route in forms:
        looked = 0
        for language in LANGUAGES if route.id not in ENDINGS else LANGUAGES[1:]:
            where, found = look_after_sending(crawl, eyes, route, language)
            looked += where is not None
            faults.update({(route.id, fault): where for fault in found})
        if not looked:
            faults[route.id, "no page has its form any more"] = crawl.forms[route.id][:3]
    assert not faults, told(faults)


def look_after_sending(crawl, eyes, route, language):
    """Looks at what follows the first of a route's forms that is still there: a form sent before may have closed its case."""
    forms = crawl.forms[route.id]
    # The first form of each person, then the second of each: whoever has signed out has none any more.
    turns = sorted(range(len(forms)), key=lambda index: (sum(form[0] == forms[index][0] for form in forms[:index]), index))
    for person, path, action in [forms[index] for index in turns[:16]]:
        eyes.become(crawl.people[person], language)
        found = eyes.look_at_refusal(path, action)
        if found is not None:
            return f"{path} as {person} in {language}", found
    return None, []
