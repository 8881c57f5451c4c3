import Kernel
import Testing

@testable import Blueprint

@Suite("polity.yaml")
struct GovernmentTests {
    private func government(_ yaml: String) -> (Government, String) {
        let (folder, diagnostics) = readFolder(["polity.yaml": yaml])
        return (folder.government, diagnostics.text)
    }

    @Test("three lines make a government")
    func hamlet() {
        let (government, findings) = government("name: The hamlet of Oakbourne\ncurrency: GBP\ntime_zone: Europe/London\n")
        #expect(findings == "")
        #expect(government.id == "the_hamlet_of_oakbourne")
        #expect(government.languages == ["en"])
        #expect(government.organisations.map(\.id) == ["the_hamlet_of_oakbourne"])
        #expect(government.projection == 6933)
        #expect(government.workingWeekdays == [1, 2, 3, 4, 5])
        #expect(government.look.accent == "#1b4f8a")
    }

    @Test("a nation says more")
    func nation() throws {
        let (nation, findings) = government(
            """
            name: Arden
            id: arden
            currency: GBP
            time_zone: Europe/London
            projection: 27700
            organisations:
              ministry: {title: Ministry of Transport}
              agency: {title: Transport Agency, parent: ministry}
            roles:
              clerk: {title: Clerk, organisation: agency, permissions: [casework.decide]}
              reader: {title: Reader}
            legal_bases:
              road_traffic_act: {title: Keeping the register of drivers, source: "Road Traffic Act 2019, section 5"}
            working_days: [monday, tuesday, wednesday, thursday]
            holidays:
              new_year: {title: New Year's Day, date: 01-01, substitute: true}
              good_friday: {title: Good Friday, date: easter - 2}
              jubilee: {title: Jubilee, date: 2026-06-03}
            look: {accent: "#8A1B4F", logo_text: Arden online}
            contact: {email: help@arden.example, phone: 0300 123, website: "https://arden.example", address: |
              1 High Street
              Arden
              }
            """.replacing(", address: |\n  1 High Street\n  Arden\n  }", with: "}"))
        #expect(findings == "")
        #expect(nation.role("clerk")?.organisation == "agency")
        #expect(nation.role("reader")?.organisation == "ministry")
        #expect(nation.organisation("agency")?.parent == "ministry")
        #expect(nation.legalBasis("road_traffic_act")?.source == "Road Traffic Act 2019, section 5")
        #expect(nation.look.accent == "#8a1b4f")
        // 1 January 2027 is a Friday, on which this government does not work; Monday is the next day it does.
        #expect(nation.holidays(in: 2027).map { "\($0.day) \($0.holiday.id)" } == ["2027-01-04 new_year", "2027-03-26 good_friday"])
        #expect(!nation.calendar.isWorkingDay(try #require(CivilDate("2026-06-03"))))
        #expect(nation.calendar.isWorkingDay(try #require(CivilDate("2026-06-04"))))
        #expect(!nation.calendar.isWorkingDay(try #require(CivilDate("2026-06-05"))))
    }

    @Test(
        "near misses of the lists of ISO and IANA are told with what was meant",
        arguments: [
            ("currency: GBX\ntime_zone: UTC", "1:11: error: 'currency' must be a currency code, not 'GBX'\n    Did you mean 'GBP'?"),
            ("currency: GBP\ntime_zone: Europe/Londn", "2:12: error: 'time_zone' must be a time zone, not 'Europe/Londn'\n    Did you mean 'Europe/London'?"),
            ("currency: GBP\ntime_zone: london", "2:12: error: 'time_zone' must be a time zone, not 'london'\n    Did you mean 'Europe/London'?"),
            (
                "currency: GBP\ntime_zone: UTC\nlanguages: [xx]",
                "3:13: error: an item of 'languages' must be a language tag, not 'xx'\n    Write a BCP 47 tag such as en, es or pt-BR."
            ),
            (
                "currency: GBP\ntime_zone: UTC\nlanguages: [cy]",
                "3:13: warning: the pages' own words are there in English and Spanish only; with 'cy' they stay English\n    Translate them in phrases/cy.yaml; `polity schema --phrases` prints every phrase."
            ),
            (
                "currency: GBP\ntime_zone: UTC\nbank_account: {holder: A, iban: DE75 5121 0800 1245 1261 98}",
                "3:33: error: 'DE75 5121 0800 1245 1261 98' is no IBAN: its length or its check digits are wrong\n    Copy it from the bank's own papers."
            ),
            (
                "currency: GBP\ntime_zone: UTC\nbank_account: {holder: A}",
                "3:15: error: the bank account has no number\n    Add 'iban: …', or 'number: …' where the country has none."
            ),
        ])
    func nearMisses(yaml: String, finding: String) { #expect(government(yaml + "\nname: Arden\n").1 == "polity.yaml:" + finding + "\n") }

    @Test("an account for transfers, printed as banks do")
    func bankAccount() {
        let yaml = "name: Arden\ncurrency: EUR\ntime_zone: UTC\nbank_account: {holder: Treasury, iban: de75512108001245126199, bic: SOGEDEFF}\n"
        let (arden, findings) = government(yaml)
        #expect(findings == "")
        #expect(arden.bankAccount == .init(holder: "Treasury", number: "DE75 5121 0800 1245 1261 99", isIBAN: true, bic: "SOGEDEFF", bank: nil))
    }

    @Test("what only polity.yaml can get wrong")
    func findings() {
        expectGolden(
            government(
                """
                name: Arden
                currency: GBP
                time_zone: Europe/London
                languages: [en, es, en]
                projection: 12
                organisations:
                  a: {title: A, parent: c}
                  b: {title: B, parent: a}
                  c: {title: C, parent: b}
                  d: {title: D, parent: x}
                  e: {title: E, parent: e}
                working_days: [monday, mittwoch]
                holidays:
                  spring: {title: Spring, date: when it comes}
                  leap: {title: Leap, date: 02-30}
                look: {accent: "#ffcc00"}
                contact: {email: nobody, website: arden}
                """
            ).1, "polity-findings.txt")
        #expect(government(Sample.government + "\nlook: {accent: #123456}\n").1 != "")
    }
}
