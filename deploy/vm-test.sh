#!/usr/bin/env bash
# Runs the published linux-arm64 agent in a virtual machine with real device interfaces: a PL061 GPIO chip, a V4L2 camera, an I2C bus.
# Debian's own arm64 kernel in QEMU; nothing on this machine is touched. Prints one line for each check, and the machine's log.
#
#   bash deploy/vm-test.sh [--log FILE] [--time-limit SECONDS] [--quiet] [--published DIR]
#
#   --log FILE             write the machine's log there as well
#   --time-limit SECONDS   end the machine after this time (default 900, more where this machine is busy)
#   --quiet                print the checks only, not the machine's log
#   --published DIR        take this agent, published for linux-arm64, instead of publishing it
#
# Exit status: 0 every check passed; 1 one failed; 2 bad usage; 3 the machine did not reach the end; 77 it cannot be run here.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=$root/.edge/vm
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
log='' limit='' quiet=false published=''
while [ $# -gt 0 ]; do
  case $1 in
    --log) log=${2:?--log needs a file}; shift ;;
    --time-limit) limit=${2:?--time-limit needs seconds}; shift ;;
    --quiet) quiet=true ;;
    --published) published=$(cd "${2:?--published needs a folder}" && pwd); shift ;;
    -h|--help) sed -n '2,13p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; exit 0 ;;
    *) echo "vm-test: unknown option '$1'; allowed: --log FILE, --time-limit SECONDS, --quiet, --published DIR" >&2; exit 2 ;;
  esac
  shift
done
case $limit in *[!0-9]*) echo "vm-test: --time-limit is '$limit'; a whole number of seconds is needed" >&2; exit 2 ;; esac

say() { echo "vm-test: $*" >&2; }
fail() { echo "vm-test: $*" >&2; exit 3; }
cannot() { echo "vm-test: not run: $*" >&2; exit 77; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
flavour() { sed -n 's/.*<EdgePackages>\(.*\)<.*/\1/p' "$root/.edge/flavour.props"; }

# Runs a command with its output kept aside, shown only when it fails.
quietly() {
  if ! "$@" >"$cache/step.log" 2>&1 </dev/null; then
    cat "$cache/step.log" >&2
    fail "failed: $*"
  fi
}

install_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  command -v apt-get >/dev/null || cannot "it needs these Debian packages, and there is no apt-get: ${missing[*]}"
  say "installing Debian packages: ${missing[*]}"
  as_root apt-get update >"$cache/step.log" 2>&1 && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >>"$cache/step.log" 2>&1 \
    || cannot "these Debian packages cannot be installed: ${missing[*]} (see .edge/vm/step.log)"
}

mkdir -p "$cache"
# One at a time in a checkout: two would build over each other.
exec 8>"$cache/lock"
flock -w 1800 8 || fail "another run of this test holds $cache/lock"
bash "$root/deploy/setup.sh" --no-build || fail "the set-up failed"
install_packages qemu-system-arm kmod cpio e2fsprogs openssl g++-aarch64-linux-gnu libc6-dev-arm64-cross
# shellcheck source=deploy/vm/build.sh
. "$root/deploy/vm/build.sh"
# shellcheck source=deploy/vm/machine.sh
. "$root/deploy/vm/machine.sh"
build_debian
build_initramfs
build_native
build_agent
build_disks
say "agent: $agent_runtime"
run_machine
