"""OpenFisca's country template over many households of one person: `households.py COUNT ROUNDS`.

The people are drawn as Bench/Law/Households.swift draws them. Tells how long each result takes once the inputs are loaded, the
process's largest memory, and what the results come to.
"""

import json
import resource
import sys
import time

import numpy as np
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_country_template import CountryTaxBenefitSystem
from openfisca_country_template.variables.housing import HousingOccupancyStatus

count, rounds = int(sys.argv[1]), int(sys.argv[2])
month = "2024-01"
system = CountryTaxBenefitSystem()
row = np.arange(count, dtype=np.int64)
salary = (row * 7919) % 1_000_000 / 100
capital = (row * 104_729) % 50_000 / 100
rent = (row * 1_299_709) % 150_000 / 100
size = 20 + (row * 15_485_863) % 130
birth = np.datetime64("1940-01-01") + (row * 32_452_843) % 25_000
status = np.where(row % 3 == 0, HousingOccupancyStatus.owner.index, HousingOccupancyStatus.tenant.index)

times = []
for _ in range(rounds):
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", row)
    households = builder.declare_entity("household", row)
    builder.join_with_persons(households, row, np.full(count, "adult"))
    simulation = builder.build(system)
    simulation.set_input("birth", "eternity", birth)
    simulation.set_input("salary", month, salary)
    simulation.set_input("capital_returns", month, capital)
    simulation.set_input("rent", month, rent)
    simulation.set_input("accommodation_size", month, size)
    simulation.set_input("housing_occupancy_status", month, status)
    start = time.perf_counter()
    result = simulation.calculate("disposable_income", month)
    times.append(time.perf_counter() - start)

print(json.dumps({
    "milliseconds": sorted(times)[len(times) // 2] * 1_000,
    "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024,
    "total": float(result.sum(dtype=np.float64)),
}))
