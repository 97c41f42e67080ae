#!/usr/bin/env bash
# Measures the GPU trainer against the processor's on this machine: speed on R-MAT 20, quality on the Debian graph.
# Prints what it ran; writes below the given folder (default: gpu-bench). Needs a CUDA device: see docs/GPU.md.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${1:-gpu-bench}
mkdir -p "$out"
cd "$out"
strider() { "$root/strider" "$@"; }

strider devices
[ -s rmat.tsv ] || strider generate rmat --scale 20 --edge-factor 16 -o rmat.tsv
data=$root/examples/data/debian
for trainer in cpu cuda "cuda --table bfloat16"; do
  name=${trainer// /}
  echo "== $trainer: R-MAT 20"
  # shellcheck disable=SC2086
  strider embed rmat.tsv -o "rmat-$name.bin" --format binary --force --json --quiet --walks-per-vertex 2 --trainer $trainer
  echo "== $trainer: Debian"
  # shellcheck disable=SC2086
  strider embed "$data/edges.tsv.gz" -o "debian-$name.bin" --format binary --force --json --quiet --trainer $trainer
  strider evaluate classify "debian-$name.bin" "$data/labels.tsv.gz" --splits 3
done
