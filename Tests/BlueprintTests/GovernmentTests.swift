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

    @Test("an account that fees go to has right check digits")
    func bank() {
        let three = "name: Arden\ncurrency: GBP\ntime_zone: Europe/London\n"
        let (government, findings) = government(three + "bank: {holder: Treasury, iban: de75 5121 0800 1245 1261 99}\n")
        #expect(findings == "")
        #expect(government.bank?.iban == "DE75512108001245126199")
        #expect(government.bank?.printedIBAN == "DE75 5121 0800 1245 1261 99")
        let (without, wrong) = self.government(three + "bank: {holder: Treasury, iban: DE75 5121 0800 1245 1261 98}\n")
        #expect(without.bank == nil)
        #expect(
            wrong.contains("polity.yaml:4:26: error: 'iban' must be an account number with right check digits, not 'DE75 5121 0800 1245 1261 98'"), "\(wrong)")
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
