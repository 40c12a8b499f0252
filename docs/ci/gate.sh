#!/bin/sh
# Measures and judges in any CI that has a shell on a bare-metal host, as root. Its exit status is the gate's.
#   gate.sh <candidate firecracker> [further arguments of gate]
set -eu

candidate=$1
shift
out=${OUT:-bench-out}
rm -rf "$out"
mkdir -p "$out"

# One measurement at a time on a host is the tool's own lock: a second one ends with 75.
microvm-bench gate --self-test
status=0
microvm-bench run boot-time --trials 50 --arm base --arm "candidate=$candidate" --results "$out/results" --no-progress || status=$?
# 12: the data are not valid. The gate says so as well, and leaves a verdict.
if [ "$status" -ne 0 ] && [ "$status" -ne 12 ]; then exit "$status"; fi

status=0
microvm-bench gate "$out/results/latest" --output "$out/verdict.json" --junit "$out/junit.xml" "$@" || status=$?

# A gate that left no verdict has failed, whatever it says.
if [ ! -s "$out/verdict.json" ]; then
  echo 'gate.sh: there is no verdict.json' >&2
  exit 1
fi
exit "$status"
