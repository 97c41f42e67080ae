"""Runs Strider and its peers on one graph. Each function returns one contender's figures of one round as a dictionary.

A peer that is stopped early gives its rate of what it did, and `seconds` as the whole corpus would take it, marked by
`extrapolated`. Whatever does not grow with the corpus is counted once.
"""
import pathlib
import sys

import spark_peer
from processes import Failed, run

HERE = pathlib.Path(__file__).resolve().parent
STRIDER = HERE.parent.parent / "strider"
WALK_LENGTH = 80


class Contest:
    """What all contenders have in common: the options, a folder for their files, and the round's seed and corpus."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.seed = options.seed
        self.walks, self.head = folder / "walks.tsv", folder / "head.tsv"
        self.corpus = {}

    def strider(self, *arguments):
        return run(self.options.cpus, STRIDER, *arguments, "--threads", self.options.threads, "--json", "--quiet")

    def walk_options(self):
        return ["--walks-per-vertex", self.options.walks_per_vertex, "-p", self.options.p, "-q", self.options.q,
                "--seed", self.seed]

    def begin_round(self, seed):
        """Makes the corpus that the peers train on; Strider walks the same one again in its own run."""
        self.seed = seed
        self.corpus = self.strider("walk", self.options.graph, "-o", self.walks, "--walk-length", WALK_LENGTH,
                                   *self.walk_options(), "--force").report()
        copy_head(self.walks, self.head, self.options.peer_tokens)


def copy_head(walks, head, tokens):
    """The first walks, until they have the tokens; a link to the whole file where there is no limit."""
    head.unlink(missing_ok=True)
    if not tokens:
        head.symlink_to(walks)
        return
    with open(walks, encoding="utf-8") as lines, open(head, "w", encoding="utf-8") as out:
        for line in lines:
            if tokens <= 0:
                break
            out.write(line)
            tokens -= line.count("\t") + 1


def rates(report, name):
    """Items a second of one of Strider's stages, by the clock and of CPU time."""
    of = next(s for s in report["stages"] if s["name"] == name)
    return {name + "Rate": of["items"] / of["seconds"], name + "CpuRate": of["items"] / of["cpuSeconds"]}


def score(contest, vectors):
    """Macro-F1 on the same splits for everybody; None without labels."""
    if not contest.options.labels:
        return None
    run_ = contest.strider("evaluate", "classify", vectors, contest.options.labels, "--splits", contest.options.splits)
    return run_.report()["evaluation"]["macroF1"]


def strider(contest, *extra):
    vectors = contest.folder / "strider.txt"
    done = contest.strider("embed", contest.options.graph, "-o", vectors, "--walk-length", WALK_LENGTH,
                           *contest.walk_options(), "--force", *extra)
    report = done.report()
    if report["corpusHash"] != contest.corpus["corpusHash"]:
        raise Failed("strider embed walked another corpus than strider walk: " + report["corpusHash"])
    return {"seconds": done.seconds, **done.costs(), **rates(report, "train"), **rates(report, "walk"),
            "stages": report["stages"], "trainer": report["trainer"],
            "macroF1": score(contest, vectors)}


def trained(contest, done, vectors, times=1):
    """The figures of a peer that trained on the first tokens of the corpus, maybe several times, or on all of it."""
    report = done.report()
    part = report["tokens"] / contest.corpus["tokens"]
    return {"seconds": done.seconds + (1 / part - times) * report["trainSeconds"], **done.costs(),
            "extrapolated": part < 1, "trainRate": report["tokens"] / report["trainSeconds"],
            "trainCpuRate": report["tokens"] / report["trainCpuSeconds"], "tokens": report["tokens"],
            "version": report["version"], "macroF1": None if part < 1 else score(contest, vectors)}


def gensim(contest):
    vectors = contest.folder / "gensim.txt"
    done = run(contest.options.cpus, sys.executable, HERE / "gensim_peer.py", contest.walks, contest.head, vectors,
               "--threads", contest.options.threads, "--seed", contest.seed)
    return trained(contest, done, vectors)


def spark(contest):
    vectors = contest.folder / "spark.txt"
    # What its JIT's warm-up takes would be multiplied; so of a part the second training counts.
    again = contest.options.peer_tokens > 0
    done = run(contest.options.cpus, *spark_peer.command(contest.options.spark_java, contest.head, vectors, contest.folder,
                                                         contest.options.threads, contest.seed, str(again).lower()),
               environment={"SPARK_LOCAL_IP": "127.0.0.1"})
    return trained(contest, done, vectors, 2 if again else 1)


def reference(contest):
    options = contest.options
    done = run(options.cpus, sys.executable, HERE / "reference_walker.py", options.graph, contest.folder / "reference.tsv",
               "--seconds", options.reference_seconds, "--walk-length", WALK_LENGTH, *contest.walk_options())
    report = done.report()
    if report["vertices"] != contest.corpus["vertices"] or report["edges"] != contest.corpus["edges"]:
        raise Failed(f"the reference walker reads {report['vertices']} vertices and {report['edges']} edges, Strider"
                     f" {contest.corpus['vertices']} and {contest.corpus['edges']}: it knows lines 'from to' alone")
    grow = report["allWalks"] / report["walks"]
    # In proportion, but no corpus needs more than all tables once: that is what the paper makes before it walks.
    tables = report["tableSeconds"] * min(grow, report["allTableEntries"] / max(1, report["tableEntries"]))
    stepping = (report["walkSeconds"] - report["tableSeconds"]) * grow
    share_of_core = report["walkCpuSeconds"] / report["walkSeconds"]
    return {"seconds": done.seconds - report["walkSeconds"] + stepping + tables, **done.costs(),
            "extrapolated": grow > 1, "walkRate": report["steps"] * grow / (stepping + tables),
            "walkCpuRate": report["steps"] * grow / (stepping + tables) / share_of_core,
            "walks": report["walks"], "allTableEntries": report["allTableEntries"]}
