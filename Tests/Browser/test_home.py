"""The front page finds services as people name them."""
import sqlite3
import urllib.parse

import pytest

from conftest import fetch, one_store


@pytest.mark.parametrize("words, language, service", [
    ("broken lamp", "en", "report_a_problem"), ("xyzzy", "en", None), ("lamp", "en", "report_a_problem"), ("PLANNING permission", "en", "building_permit"),
    ("driver's license", "en", "renew_driving_licence"), ("carne", "es", "renew_driving_licence"), ("garaje", "es", "building_permit"),
])
@one_store
def test_a_service_is_found_by_other_words(government, words, language, service):
    page = fetch(f"{government.url}/?q={urllib.parse.quote(words)}&language={language}").decode()
    found = [one for one in ["report_a_problem", "building_permit", "renew_driving_licence"] if f"/services/{one}" in page]
    assert found == ([service] if service else [])


def test_what_happened_leads_to_services(government):
    home = fetch(government.url + "/").decode()
    assert "/?moment=moving" in home and "Driving and vehicles" in home
    assert "/services/renew_driving_licence" in fetch(government.url + "/?moment=moving").decode()


def test_the_demonstration_is_a_whole_town(governments):
    """As many as the folder asks for; a short past is looked into by tests of the demonstration itself."""
    store = sqlite3.connect(governments.made.result() + "/polity.sqlite")
    records = dict(store.execute("SELECT registry, COUNT(*) FROM registry_records GROUP BY registry"))
    states = dict(store.execute("SELECT state, COUNT(*) FROM casework_applications GROUP BY state"))
    store.close()
    assert records["residents"] >= 2000 and records["vehicles"] >= 1000 and records["parcels"] >= 300, records
    assert sum(states.values()) >= 500 and set(states) == {"draft", "submitted", "discarded"}, states
