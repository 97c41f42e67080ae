"""Turns the figures of all rounds into the text that bench/peers prints: medians with the lowest and the highest."""
import statistics

NAMES = {"strider": "Strider", "hogwild": "Strider --hogwild", "gensim": "gensim", "spark": "Spark MLlib",
         "reference": "reference walker"}
TRAINERS, TRAINING_PEERS = ("strider", "hogwild"), ("gensim", "spark")


def spread(values, form="{:.2f}"):
    if not values:
        return "-"
    middle, low, high = (form.format(f(values)) for f in (statistics.median, min, max))
    return middle if low == high else f"{middle} ({low} to {high})"


def column(rounds, who, figure, scale=1.0):
    return [round_[who][figure] * scale for round_ in rounds if who in round_ and round_[who].get(figure) is not None]


def ratios(rounds, one, other, figure):
    """One ratio a round: of runs that followed each other."""
    return [round_[one][figure] / round_[other][figure] for round_ in rounds if other in round_]


def pipelines(rounds):
    """Adds, as a contender of its own, the reference walker followed by each trainer."""
    for round_ in rounds:
        for peer in TRAINING_PEERS:
            if peer in round_ and "reference" in round_:
                parts = round_["reference"], round_[peer]
                round_["reference+" + peer] = {
                    "seconds": sum(part["seconds"] for part in parts),
                    "peakBytes": max(part["peakBytes"] for part in parts),
                    "extrapolated": any(part["extrapolated"] for part in parts)}


def table(head, rows):
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in [head, *rows])


def training(rounds, figure="trainRate", head="k tokens/s"):
    rows = []
    for who in (*TRAINERS, *TRAINING_PEERS):
        if who in rounds[0]:
            extent = rounds[0][who].get("extrapolated") and f", first {rounds[0][who]['tokens']:,} tokens" or ""
            times = ["", ""] if who in TRAINERS else [spread(ratios(rounds, ours, who, figure)) for ours in TRAINERS]
            rows.append([NAMES[who] + extent, spread(column(rounds, who, figure, 1e-3), "{:.1f}"), *times])
    return table(["training", head, "Strider / it", "--hogwild / it"], rows)


def walking(rounds, figure="walkRate", head="k steps/s"):
    rows = [["Strider", spread(column(rounds, "strider", figure, 1e-3), "{:.1f}"), ""]]
    if "reference" in rounds[0]:
        rows.append([NAMES["reference"] + note(rounds, "reference"),
                     spread(column(rounds, "reference", figure, 1e-3), "{:.1f}"),
                     spread(ratios(rounds, "strider", "reference", figure))])
    return table(["walking", head, "Strider / it"], rows)


def note(rounds, who):
    return " (extrapolated)" if rounds[0][who].get("extrapolated") else ""


def whole(rounds):
    rows = []
    for who in (*TRAINERS, *("reference+" + peer for peer in TRAINING_PEERS)):
        if who in rounds[0]:
            name = " + ".join(NAMES[part] for part in who.split("+")) + note(rounds, who)
            times = ["", ""] if who in TRAINERS else [
                spread([1 / r for r in ratios(rounds, ours, who, "seconds")]) for ours in TRAINERS]
            rows.append([name, spread(column(rounds, who, "seconds"), "{:.1f}"),
                         spread(column(rounds, who, "peakBytes", 2**-20), "{:.0f}"), *times])
    return table(["whole run", "seconds", "peak MiB", "it / Strider", "it / --hogwild"], rows)


def memory(rounds):
    rows = [[NAMES[who], spread(column(rounds, who, "peakBytes", 2**-20), "{:.0f}"),
             spread(column(rounds, who, "measuredSeconds"), "{:.1f}"), spread(column(rounds, who, "cpuSeconds"), "{:.1f}")]
            for who in NAMES if who in rounds[0]]
    return table(["each process", "peak MiB", "seconds it ran", "CPU seconds"], rows)


def quality(rounds):
    rows = []
    for who in (*TRAINERS, *TRAINING_PEERS):
        scores = column(rounds, who, "macroF1")
        if scores:
            less = [round_["strider"]["macroF1"] - round_[who]["macroF1"] for round_ in rounds]
            rows.append([NAMES[who], spread(scores, "{:.4f}"), "" if who == "strider" else spread(less, "{:+.4f}")])
        elif who in rounds[0]:
            rows.append([NAMES[who], "not scored: trained on a part", ""])
    return table(["quality", "Macro-F1", "Strider - it"], rows)


def text(rounds, with_quality):
    parts = [training(rounds), training(rounds, "trainCpuRate", "k tokens / CPU s"),
             walking(rounds), walking(rounds, "walkCpuRate", "k steps / CPU s"), whole(rounds), memory(rounds)]
    return "\n\n".join([*parts, quality(rounds)] if with_quality else parts)
