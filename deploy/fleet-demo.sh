#!/usr/bin/env bash
# A fleet on this machine: a cloud, its broker and five real agents with drawn cameras. A new model goes to a ring of one and then to all; a bad
# one is noticed in the ring of one, halted and taken back by itself. Prints a timeline, and keeps pictures of the dashboard. Some five minutes.
#
#   bash deploy/fleet-demo.sh [--out DIR] [--devices N] [--soak SECONDS] [--browser PATH|none]
#
# Needs mosquitto (set-up installs it) and, for the pictures, Debian's chromium. Exit status: 0 all as it must be; 1 not; 2 wrong options.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
case ${1:-} in -h|--help) ;; *) bash "$here/setup.sh" --cloud ;; esac
exec bash "$here/edgectl" fleet demo "$@"
