"""Renewing a driving licence: decided by the rules at once, or by a medical officer; and what anyone finds out about the certificate."""
import re

import pytest
from conftest import address, choose, download, fetch, fill, has_mail, left, open_details, pay, pdf_words, press, reference, text, wait_for


def is_chosen(driver, name, value):
    return driver.find_element("css selector", f"input[name='{name}'][value='{value}']").is_selected()


@pytest.mark.parametrize("name, javascript, home, glasses", [("rosa", True, "4 Harbour Street", "true"), ("noor", False, "9 Mill Lane", "false")])
def test_renewed_at_once_paid_by_card_proved_and_superseded_by_an_appeal(government, person, name, javascript, home, glasses):
    driver = person(name, javascript=javascript)
    driver.get(government.url + "/services/renew_driving_licence")
    press(driver, "Start now")
    assert home in text(driver), "what the registry knows stands beside the question"
    press(driver, "Continue")
    assert "There is a problem" in text(driver) and "Please choose an answer" in text(driver)
    choose(driver, "address_is_right", "true")
    press(driver, "Continue")
    assert is_chosen(driver, "wears_glasses", glasses), "the licence says so, and it stands filled in"
    choose(driver, "wears_glasses", "true")
    press(driver, "Continue")
    for part, typed in [("day", "31"), ("month", "feb"), ("year", "2026")]:
        fill(driver, f"tested_on.{part}", typed)
    press(driver, "Continue")
    assert "real date" in text(driver)
    assert driver.find_element("name", "tested_on.month").get_attribute("value") == "feb", "what was typed is kept"
    fill(driver, "tested_on.day", "3")
    press(driver, "Continue")
    choose(driver, "health", "none")
    choose(driver, "health", "heart")
    press(driver, "Continue")
    assert "Choose either the conditions" in text(driver)
    choose(driver, "health", "heart")
    press(driver, "Continue")
    assert "3 February 2026" in text(driver)
    # An answer is changed and the way leads back to the check.
    page = driver.find_element("tag name", "html")
    driver.find_element("css selector", "a[href*='/tested_on?from=check']").click()
    left(driver, page)
    fill(driver, "tested_on.day", "4")
    press(driver, "Continue")
    assert "Check your answers" in text(driver) and "4 February 2026" in text(driver)
    press(driver, "Send and pay £25.00")
    number = reference(driver)
    assert "Please pay by" in text(driver)
    pay(driver, decline_first=True)
    assert "Your new licence is valid until" in text(driver), "the outcome speaks to the applicant"
    wait_for(driver, "Driving licence (PDF)")
    case = driver.current_url
    words = pdf_words(download(driver, address(driver, "(PDF)")))
    holder = {"rosa": "Rosa Marsh", "noor": "Noor Okoro"}[name]
    assert holder in words and "Driving licence" in words
    assert has_mail(government, number, "Your new licence is valid until")
    verify = government.url + re.search(r"/verify/[A-Za-z0-9]+", words).group(0)
    page = fetch(verify).decode()
    assert "This certificate is genuine" in page and "public log" in page and holder.split()[0] not in page
    assert "We did not issue" in fetch(government.url + "/verify/22222222F").decode()
    # Sent once more, or opened again, the application leads to its case.
    driver.get(case)
    open_details(driver, "Appeal against this decision")
    fill(driver, "text", "I asked for another category.")
    press(driver, "Send your appeal")
    assert "Somebody who did not decide before" in text(driver)

    officer = person("appeals")
    officer.get(government.url + "/desk")
    press(officer, number)
    choose(officer, "outcome", "refused")
    fill(officer, "reasons", "The applicant does not want it.")
    press(officer, "Record the decision")
    assert "This certificate is no longer valid" in fetch(verify).decode()
    driver.get(case)
    assert "We cannot renew your licence" in text(driver) and "no longer valid" in text(driver)
    driver.get(government.url + "/account/records")
    assert "Driving licences" in text(driver) and home in text(driver), "what is recorded of them, people read in words"


def test_a_health_condition_goes_to_the_medical_officer_and_can_be_withdrawn(government, person):
    driver = person("emil")
    driver.get(government.url + "/services/renew_driving_licence?language=es")
    press(driver, "Empezar")
    choose(driver, "address_is_right", "false")
    press(driver, "Continuar")
    assert driver.find_element("name", "address.line_1").get_attribute("value") == "17 Lighthouse Road", "the registry's address, to be corrected"
    fill(driver, "address.line_1", "9 Quay Street")
    driver.find_element("name", "address.town").clear()
    press(driver, "Continuar")
    assert "Escriba la calle y la localidad" in text(driver)
    assert driver.find_element("name", "address.line_1").get_attribute("value") == "9 Quay Street"
    fill(driver, "address.town", "Arden")
    press(driver, "Continuar")
    choose(driver, "wears_glasses", "false")
    press(driver, "Continuar")
    choose(driver, "health", "heart")
    press(driver, "Continuar")
    assert "9 Quay Street" in text(driver) and "Nada" in text(driver), "at 77 it is free"
    press(driver, "Enviar")
    assert "Estado de salud de un conductor" in text(driver) and "No tiene que hacer nada" in text(driver)
    number = reference(driver)
    press(driver, "Seguir el trámite")
    case = driver.current_url

    doctor = person("doctor")
    doctor.get(government.url + "/desk")
    assert number in text(doctor)

    other = person("noor")
    other.get(case)
    assert number not in text(other), "another person's case does not exist"

    open_details(driver, "Retirar esta solicitud")
    page = driver.find_element("tag name", "html")
    driver.find_element("css selector", "main form[action$='/withdraw'] button").click()
    left(driver, page)
    wait_for(driver, "Retirada")
    doctor.get(government.url + "/desk")
    assert number not in text(doctor)
