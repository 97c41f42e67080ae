#!/usr/bin/python3
"""The node2vec walk in plain Python, written from the paper (Grover and Leskovec, KDD 2016), on one thread.

usage: reference_walker.py GRAPH WALKS --seconds S [-p P] [-q Q] [--walks-per-vertex R] [--walk-length L] [--seed N]

Steps are exact. A first step is drawn uniformly by index; what a step to v weighs after a step from t to u is worked out
for all neighbours of u and kept as an alias table of (t, u). The paper makes all these tables before it walks; here each
is made when a walk first needs it, which is never more work. They take the square of the degrees in memory: when
KEPT_ENTRIES are kept, further ones are worked out for one draw and dropped. Where p = q = 1 every step is drawn as a
first one is. An undirected graph without weights.

Stops after S seconds. Prints one JSON object: steps, seconds, and what the extrapolation to the whole corpus needs.
"""
import argparse
import bisect
import gzip
import itertools
import json
import random
import time

KEPT_ENTRIES = 20_000_000


def read_graph(path):
    """Sorted lists of neighbours by label; an edge stands in both, once, and self-loops are dropped."""
    rows = {}
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(("#", "%")):
                continue
            a, b = line.split()[:2]
            if a != b:
                rows.setdefault(a, set()).add(b)
                rows.setdefault(b, set()).add(a)
    return rows, {vertex: sorted(row) for vertex, row in rows.items()}


def alias_table(weights):
    """Walker's method, built by Vose: a draw takes column i and keeps it with share[i], else takes other[i]."""
    n = len(weights)
    scale = n / sum(weights)
    share = [weight * scale for weight in weights]
    other = [0] * n
    small = [i for i in range(n) if share[i] < 1]
    large = [i for i in range(n) if share[i] >= 1]
    while small and large:
        less, more = small.pop(), large.pop()
        other[less] = more
        share[more] -= 1 - share[less]
        (small if share[more] < 1 else large).append(more)
    for i in small + large:
        share[i] = 1.0
    return share, other


class Walker:
    """Walks of one graph; counts the steps, and the tables that it made."""

    def __init__(self, neighbours, rows, p, q, seed):
        self.neighbours, self.rows = neighbours, rows
        self.back, self.on = 1 / p, 1 / q
        self.random = random.Random(seed)
        self.tables = {}
        self.kept = self.made = self.steps = 0
        self.making = 0.0

    def weights(self, before, vertex):
        """What each neighbour of vertex weighs: back to where the walk came from 1/p, near it 1, away 1/q."""
        near = self.neighbours[before]
        back, on = self.back, self.on
        return [back if x == before else 1.0 if x in near else on for x in self.rows[vertex]]

    def next(self, before, vertex):
        row = self.rows[vertex]
        draw = self.random.random
        key = (before, vertex)
        table = self.tables.get(key)
        if table is None:
            began = time.perf_counter()
            weights = self.weights(before, vertex)
            self.made += len(row)
            if self.kept + len(row) > KEPT_ENTRIES:
                sums = list(itertools.accumulate(weights))
                chosen = row[min(bisect.bisect(sums, draw() * sums[-1]), len(row) - 1)]
                self.making += time.perf_counter() - began
                return chosen
            table = self.tables[key] = alias_table(weights)
            self.kept += len(row)
            self.making += time.perf_counter() - began
        share, other = table
        i = int(draw() * len(row))
        return row[i if draw() < share[i] else other[i]]

    def walk(self, start, length):
        walk = [start]
        first_order = self.back == 1 and self.on == 1
        while len(walk) < length:
            row = self.rows[walk[-1]]
            if len(walk) == 1 or first_order:
                walk.append(row[int(self.random.random() * len(row))])
            else:
                walk.append(self.next(walk[-2], walk[-1]))
        self.steps += len(walk) - 1
        return walk


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("graph")
    parser.add_argument("walks")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("-p", type=float, default=1)
    parser.add_argument("-q", type=float, default=1)
    parser.add_argument("--walks-per-vertex", type=int, default=10)
    parser.add_argument("--walk-length", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.perf_counter()
    neighbours, rows = read_graph(options.graph)
    read = time.perf_counter() - began
    walker = Walker(neighbours, rows, options.p, options.q, options.seed)
    starts = list(rows)
    done = 0
    began, cpu_began = time.perf_counter(), time.process_time()
    with open(options.walks, "w", encoding="utf-8") as out:
        for _ in range(options.walks_per_vertex):
            walker.random.shuffle(starts)
            for start in starts:
                out.write("\t".join(walker.walk(start, options.walk_length)) + "\n")
                done += 1
                if time.perf_counter() - began > options.seconds:
                    break
            else:
                continue
            break
    print(json.dumps({
        "vertices": len(rows), "edges": sum(map(len, rows.values())) // 2, "readSeconds": read,
        "walkSeconds": time.perf_counter() - began,
        "walkCpuSeconds": time.process_time() - cpu_began, "steps": walker.steps, "walks": done,
        "allWalks": options.walks_per_vertex * len(starts), "tableSeconds": walker.making, "tableEntries": walker.made,
        "allTableEntries": sum(len(row) ** 2 for row in rows.values())}))


if __name__ == "__main__":
    main()
