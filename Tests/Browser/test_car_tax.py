"""Taxing a car: the fee is a value of a rulebook, and everybody who sees it sees why."""
from conftest import choose, fill, one_store, open_details, pay, press, text, wait_for
from every_page.eyes import AXE, OPTIONS, OVERFLOW, RUN_AXE, SPACED, UNSPACED


def faults_of(driver):
    """What axe finds, and what stands outside a phone's screen, with a reader's own spacing too."""
    driver.execute_script(AXE)
    found = driver.execute_async_script(RUN_AXE, OPTIONS)
    found += [one for one in [driver.execute_script(OVERFLOW), driver.execute_script(SPACED), driver.execute_script(OVERFLOW)] if one]
    driver.execute_script(UNSPACED)
    return found


@one_store
def test_the_law_computes_the_fee_and_tells_why(government, person):
    driver = person("rosa", javascript=True, size=(320, 900))
    driver.get(government.url + "/services/tax_a_car?language=es")
    press(driver, "Empezar")
    fill(driver, "plate", "AR12 XYZ")
    press(driver, "Continuar")
    for part, typed in [("day", "30"), ("month", "3"), ("year", "2017")]:
        fill(driver, f"first_registered.{part}", typed)
    press(driver, "Continuar")
    assert "matriculados desde el 1 de abril de 2017" in text(driver)
    fill(driver, "first_registered.year", "2021")
    press(driver, "Continuar")
    choose(driver, "fuel", "petrol")
    press(driver, "Continuar")
    fill(driver, "co2", "120")
    press(driver, "Continuar")
    fill(driver, "list_price", "41000")
    press(driver, "Continuar")
    open_details(driver, "Por qué esta tasa")
    assert "‹Suplemento de coches caros›: 425,00" in text(driver) and "desde el 1 de abril de 2025" in text(driver)
    assert faults_of(driver) == []
    press(driver, "Enviar y pagar")
    driver.get(driver.current_url + "?language=en")
    pay(driver)
    wait_for(driver, "Your car is taxed")
    driver.get(driver.current_url + "?language=es")
    assert "Su coche tiene el impuesto pagado" in text(driver)
    open_details(driver, "Cómo se aplicaron las normas")
    assert "Según la ley tal como era el" in text(driver)
    assert faults_of(driver) == []
