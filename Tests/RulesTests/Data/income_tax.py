"""England's income tax and contributions once more, for made-up people: what governments/arden/rules/income_tax.yaml has to agree with.

Written from the acts and not from the rulebook, in another way: whole pence and rates in ten thousandths, and the personal allowance is set off by
trying every division at which the tax can be least (Income Tax Act 2007, section 25(2)), where the rulebook compares four. Prints a line of JSON for
each person: the day, what is given, and what comes out.

    python3 income_tax.py PEOPLE SEED
"""
import json
import random
import sys
from fractions import Fraction

POUND = 100


class Year:
    """The amounts of a tax year that began on 6 April, in pence; rates in ten thousandths."""

    def __init__(self, year):
        self.year = year
        later = year >= 2021
        self.allowance = (12_570 if later else 12_500) * POUND
        self.basic_limit = (37_700 if later else 37_500) * POUND
        self.higher_limit = (125_140 if year >= 2023 else 150_000) * POUND
        self.dividend_allowance = {2023: 1_000, 2024: 500, 2025: 500}.get(year, 2_000) * POUND
        self.dividend_rates = (875, 3_375, 3_935) if year >= 2022 else (750, 3_250, 3_810)
        self.threshold = {2019: 8_632, 2020: 9_500, 2021: 9_568, 2022: 9_880}.get(year, 12_570) * POUND
        self.upper_limit = (50_270 if later else 50_000) * POUND
        # On 6 April 2022 the levy of 1.25 per cent stood on all of them.
        self.class_1 = {2022: (1_325, 325), 2024: (800, 200), 2025: (800, 200)}.get(year, (1_200, 200))
        self.class_2_week = {2019: 300, 2020: 305, 2021: 305, 2022: 315, 2023: 345}.get(year, 0)
        self.class_2_weeks = 53 if year == 2019 else 52
        self.class_2_threshold = {2019: 6_365, 2020: 6_475, 2021: 6_515, 2022: 11_908, 2023: 12_570}.get(year, 0) * POUND
        self.class_4_lower = {2019: 8_632, 2020: 9_500, 2021: 9_568, 2022: 11_908}.get(year, 12_570) * POUND
        self.class_4 = {2022: (973, 273), 2024: (600, 200), 2025: (600, 200)}.get(year, (900, 200))

    def slices(self, amount, rates):
        """Tax on the first `amount` of income that is taxed, by the band in which each slice lies."""
        return (
            min(amount, self.basic_limit) * rates[0]
            + max(0, min(amount, self.higher_limit) - self.basic_limit) * rates[1]
            + max(0, amount - self.higher_limit) * rates[2]
        )

    def income_tax(self, earned, savings, dividends):
        """The tax on what is left of each kind of income behind the allowance (sections 7 to 16): earned lowest, dividends on top."""
        rates = (2_000, 4_000, 4_500)
        total = earned + savings + dividends
        tax = self.slices(earned, rates)
        # Savings: within the starting rate, which earned income uses up, and within the savings allowance, nothing is due; both use up the bands.
        starting = min(savings, max(0, 5_000 * POUND - earned))
        personal = 0 if total > self.higher_limit else 500 * POUND if total > self.basic_limit else 1_000 * POUND
        free = min(savings, starting + personal)
        tax += self.slices(earned + savings, rates) - self.slices(earned + free, rates)
        free = min(dividends, self.dividend_allowance)
        below = earned + savings
        return tax + self.slices(below + dividends, self.dividend_rates) - self.slices(below + free, self.dividend_rates)

    def personal_allowance(self, income):
        """Section 35: a pound less for each two above 100,000; what is left is rounded up to a pound."""
        left = 2 * self.allowance - max(0, income - 100_000 * POUND)
        return max(0, -(-left // (2 * POUND)) * POUND)

    def least_tax(self, earned, savings, dividends):
        allowance = self.personal_allowance(earned + savings + dividends)
        taxed = max(0, earned + savings + dividends - allowance)
        # The tax is linear between these lines of the plane (taxed earned income, taxed income below the dividends), so it is least where two cross.
        limits = (self.basic_limit, self.higher_limit)
        free = {0, 500 * POUND, 1_000 * POUND}
        first = {0, earned, 5_000 * POUND, max(0, earned - allowance)} | {limit - gap for limit in limits for gap in free}
        second = {taxed, taxed - dividends, taxed - self.dividend_allowance} | {5_000 * POUND + gap for gap in free}
        second |= {limit - gap for limit in limits for gap in (0, self.dividend_allowance)}
        between = free | {savings}
        points = {(a, b) for a in first for b in second} | {(a, a + gap) for a in first for gap in between}
        points |= {(b - gap, b) for b in second for gap in between}
        best = None
        for a, b in points:
            left = (a, b - a, taxed - b)
            if all(0 <= part <= whole for part, whole in zip(left, (earned, savings, dividends))):
                tax = self.income_tax(*left)
                best = tax if best is None else min(best, tax)
        return allowance, best

    def contributions(self, age, pay, profit):
        if not 16 <= age < 66:
            return 0, 0, 0
        main_1 = max(0, min(pay, self.upper_limit) - self.threshold) * self.class_1[0]
        class_1 = main_1 + max(0, pay - self.upper_limit) * self.class_1[1]
        # Until 2021 profits that reach the threshold, then those that exceed it.
        is_due = profit > self.class_2_threshold if self.year >= 2022 else profit >= self.class_2_threshold
        class_2 = self.class_2_week * self.class_2_weeks * 10_000 if is_due else 0
        low, high = self.class_4_lower, self.upper_limit
        main, more = self.class_4
        main_4 = max(0, min(profit, high) - low) * main
        class_4 = main_4 + max(0, profit - high) * more
        if class_1 or class_2:
            # Regulation 100 of the Contributions Regulations 2001, its steps in their order; all times the main rate, by which the fifth divides.
            fourth = (high - low) * main + 53 * self.class_2_week * 10_000 - class_2 - main_1
            if fourth > main_1 + class_2 + main_4:
                most = fourth * main
            else:
                fourth = max(0, fourth)
                seventh = max(0, (min(high, profit) - low) * main - fourth)
                most = fourth * main + seventh * more + max(0, profit - high) * more * main
            class_4 = min(Fraction(class_4), Fraction(max(0, most), main))
        return class_1, class_2, class_4


def pence(amount, half_up=True):
    """Ten thousandths of a penny to whole pence: a half goes up, or down."""
    whole, rest = divmod(amount, 10_000)
    return int(whole) + (1 if rest > 5_000 or rest == 5_000 and half_up else 0)


def money(amount):
    return f"{amount // POUND}.{amount % POUND:02d}"


EDGES = [
    0, 500, 1_000, 2_000, 5_000, 6_000, 6_365, 6_475, 6_515, 8_632, 9_500, 9_568, 9_880, 11_908, 12_500, 12_570, 17_500, 17_570, 18_570, 37_500, 37_700,
    49_270, 49_770, 50_000, 50_270, 100_000, 110_000, 125_000, 125_140, 150_000, 162_500,
]


def amount(chance):
    kind = chance.random()
    if kind < 0.3:
        return 0
    if kind < 0.65:
        return max(0, chance.choice(EDGES) * POUND + chance.choice([0, 0, 0, 1, -1, 2, 100, -100, 200, chance.randint(-60_000, 60_000)]))
    return int(chance.expovariate(1 / (20_000 * POUND)))


def person(chance):
    pay, profit, interest, dividends, pension = (amount(chance) for _ in range(5))
    if chance.random() < 0.6:
        profit, pension = chance.choice([(0, 0), (profit, 0), (0, pension)])
    if chance.random() < 0.4:
        # Around the basic rate limit, where what is free of tax lies in one band or in the other.
        rest = 50_270 * POUND - pay - profit - pension - interest - dividends + chance.randint(-400_000, 600_000)
        kind = chance.randrange(3)
        pay, interest, dividends = (max(0, one + rest) if place == kind else one for place, one in enumerate((pay, interest, dividends)))
    age = chance.choice([15, 16, 40, 40, 40, 40, 65, 66])
    return age, pay, profit, interest, dividends, pension


def main():
    people, seed = int(sys.argv[1]), int(sys.argv[2])
    chance = random.Random(seed)
    years = [Year(year) for year in range(2019, 2026)]
    for number in range(people):
        year = years[number % len(years)]
        age, pay, profit, interest, dividends, pension = person(chance)
        allowance, tax = year.least_tax(pay + profit + pension, interest, dividends)
        class_1, class_2, class_4 = year.contributions(age, pay, profit)
        given = {
            "age": age, "employment_income": money(pay), "self_employment_income": money(profit), "savings_interest_income": money(interest),
            "dividend_income": money(dividends), "private_pension_income": money(pension),
        }
        # A part of a penny of a contribution goes down from a half on (class 1, regulation 12), else up.
        results = {
            "personal_allowance": allowance, "income_tax": pence(tax), "ni_class_1_employee": pence(class_1, half_up=False), "ni_class_2": pence(class_2),
            "ni_class_4": pence(class_4),
        }
        line = {"as_of": f"{year.year}-06-01", "given": given, "results": {name: money(value) for name, value in results.items()}}
        print(json.dumps(line, separators=(",", ":")))


if __name__ == "__main__":
    main()
