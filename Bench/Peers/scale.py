"""A marginal scale of five brackets as OpenFisca computes one with numpy: `scale.py COUNT ROUNDS`."""

import json
import sys
import time

import numpy as np
from openfisca_core.taxscales import MarginalRateTaxScale

count, rounds = int(sys.argv[1]), int(sys.argv[2])
scale = MarginalRateTaxScale()
for threshold, rate in [(0, 0.0), (12_000, 0.1), (30_000, 0.2), (60_000, 0.35), (120_000, 0.45)]:
    scale.add_bracket(threshold, rate)
base = (np.arange(count, dtype=np.int64) * 7919) % 20_000_000 / 100

times = []
for _ in range(rounds):
    start = time.process_time()
    result = scale.calc(base)
    times.append(time.process_time() - start)
print(json.dumps({"nanoseconds": min(times) / count * 1e9, "total": float(result.sum())}))
