#!/usr/bin/env bash
# Brings a Debian machine with the .NET 10 SDK to the point where the product builds and runs.
# Quiet and quick when everything is in place. Everything it makes lies in .edge/ (ignored by git), or is a Debian package.
#
#   bash deploy/setup.sh [--tests] [--cloud] [--no-build]
#
#   --tests      also install what only the tests need
#   --cloud      just what the cloud needs, instead of agent and tool
#   --no-build   stop before building
#   EDGE_PACKAGES=nuget|system   take this package flavour instead of asking the feed
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
local_dir=$root/.edge
configuration=Release
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

for_tests=false
for_cloud=false
build=true
for argument in "$@"; do
  case $argument in
    --tests) for_tests=true ;;
    --cloud) for_cloud=true ;;
    --no-build) build=false ;;
    -h|--help) sed -n '2,11p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; exit 0 ;;
    *) echo "setup: unknown option '$argument'; allowed: --tests, --cloud, --no-build" >&2; exit 2 ;;
  esac
done

say() { echo "setup: $*" >&2; }
fail() { echo "setup: $*" >&2; exit 1; }

# One set-up at a time: two at once would trip over each other's builds.
mkdir -p "$local_dir" "$local_dir/native"
exec 9>"$local_dir/setup.lock"
if ! flock -n 9; then
  say "waiting for another set-up of this checkout to finish"
  flock 9
fi

# Runs a command with its output kept aside, shown only when it fails.
quietly() {
  local log=$local_dir/setup.log
  if ! "$@" >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    fail "failed: $*"
  fi
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  command -v apt-get >/dev/null || fail "needs these Debian packages, and there is no apt-get to install them: ${missing[*]}"
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || fail "needs root to install: ${missing[*]}. Run as root: apt-get install ${missing[*]}"
  say "installing Debian packages: ${missing[*]}"
  quietly as_root apt-get update
  quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}

check_sdk() {
  command -v dotnet >/dev/null || fail "the .NET 10 SDK is not installed (no 'dotnet' on PATH)"
  dotnet --list-sdks | grep -q '^10\.' || fail "the .NET 10 SDK is not installed; found: $(dotnet --list-sdks | tr '\n' ' ')"
}

# Asks the package feed, once, whether it has all five packages of the nuget flavour.
choose_flavour() {
  local props=$local_dir/flavour.props
  if [ -z "${EDGE_PACKAGES:-}" ] && [ -f "$props" ]; then return; fi
  local flavour=${EDGE_PACKAGES:-} why
  if [ -n "$flavour" ]; then
    case $flavour in nuget|system) ;; *) fail "EDGE_PACKAGES is '$flavour'; allowed: nuget, system" ;; esac
    why="EDGE_PACKAGES says so"
    grep -qs "<EdgePackages>$flavour<" "$props" && return
  else
    local probe=$local_dir/probe
    mkdir -p "$probe"
    cat >"$probe/probe.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <ItemGroup>
    <EdgePackage Include="OpenCvSharp4;Microsoft.ML.OnnxRuntime;MQTTnet;System.Device.Gpio;Iot.Device.Bindings" />
  </ItemGroup>
</Project>
PROJECT
    if dotnet restore "$probe/probe.csproj" -p:EdgePackages=nuget >"$probe/log" 2>&1; then
      flavour=nuget why="the package feed has all five packages"
    else
      flavour=system
      local absent
      absent=$(grep -oE 'NU110[0-9]: [^.]*package [A-Za-z0-9.]+[A-Za-z0-9]' "$probe/log" | awk '{print $NF}' | sort -u | tr '\n' ' ')
      why="the package feed lacks ${absent:-the packages (see .edge/probe/log)}"
    fi
  fi
  say "package flavour: $flavour, since $why"
  printf '<Project>\n  <PropertyGroup>\n    <EdgePackages>%s</EdgePackages>\n  </PropertyGroup>\n</Project>\n' "$flavour" >"$props.new"
  mv "$props.new" "$props"
}

flavour() { sed -n 's/.*<EdgePackages>\(.*\)<.*/\1/p' "$local_dir/flavour.props"; }

# fetch_npm NAME VERSION SHA512: the package's tarball in .edge/downloads, checked against the digest pinned here.
fetch_npm() {
  local name=$1 version=$2 digest=$3 downloads=$local_dir/downloads
  local file=$downloads/$name-$version.tgz
  mkdir -p "$downloads"
  if [ ! -f "$file" ]; then
    command -v npm >/dev/null || install_packages npm
    say "downloading $name $version"
    (cd "$downloads" && quietly npm pack --silent "$name@$version")
  fi
  local actual
  actual=$(openssl dgst -sha512 -binary "$file" | base64 -w0)
  if [ "$actual" != "$digest" ]; then
    rm -f "$file"
    fail "$name $version: SHA-512 is $actual, expected $digest; the download was deleted"
  fi
}

# ONNX Runtime: its own C# sources, and its library for both processors.
setup_onnxruntime() {
  local stamp=$local_dir/onnxruntime/1.29.0
  [ -f "$stamp" ] && return
  install_packages openssl
  fetch_npm com.github.asus4.onnxruntime 0.4.9 BkzxduSZ9IkeDP6Q8lz2TFU2ie7hSSvS7ZIfzMooExoq0CNzJnuuGaUJ7IsojBgqO4ouD1jXah8OYyJbCN29Fg==
  fetch_npm onnxruntime-node 1.29.0 WjiVVB72riILz8HbYvxvmjKyE/WmkYoSfKY++axo5jAR609HQg8MwiG/HhShpTcJfmmAdzxxmB+MMST3A+SiPA==
  local work=$local_dir/onnxruntime/unpacked
  rm -rf "$work" "$local_dir/onnxruntime/cs"
  mkdir -p "$work" "$local_dir/onnxruntime/cs"
  tar -xzf "$local_dir/downloads/com.github.asus4.onnxruntime-0.4.9.tgz" -C "$work" package/Runtime
  tar -xzf "$local_dir/downloads/onnxruntime-node-1.29.0.tgz" -C "$work" package/bin/napi-v6/linux
  cp -r "$work"/package/Runtime/. "$local_dir/onnxruntime/cs/"
  for pair in x64:linux-x64 arm64:linux-arm64; do
    local target=$local_dir/native/${pair##*:}
    mkdir -p "$target"
    cp "$work/package/bin/napi-v6/linux/${pair%%:*}/libonnxruntime.so.1" "$target/libonnxruntime.so"
  done
  rm -rf "$work" "$local_dir/downloads"
  touch "$stamp"
}

setup_shim() {
  local rid=linux-x64
  [ "$(uname -m)" = aarch64 ] && rid=linux-arm64
  local library=$local_dir/native/$rid/libedge_opencv.so sources=$root/src/Edge.Bindings/OpenCvSharp4/native
  if [ -f "$library" ] && [ -z "$(find "$sources" -newer "$library" -print -quit)" ]; then return; fi
  install_packages g++ libopencv-core-dev libopencv-imgproc-dev libopencv-imgcodecs-dev libopencv-videoio-dev
  say "building the OpenCV binding"
  quietly bash "$root/deploy/build-opencv-shim.sh" "$local_dir/native/$rid"
}

build() {
  local stamp=$local_dir/built-$1 target=$2
  if [ -f "$stamp" ] && [ -z "$(find "$root/src" "$root/models" "$root/Directory.Build.props" "$root/Directory.Build.targets" "$root/Directory.Packages.props" \
      "$local_dir/flavour.props" "$local_dir/native" ${3:+"$3"} \( -name bin -o -name obj \) -prune -o -type f -newer "$stamp" -print -quit)" ]; then
    return
  fi
  say "building ($1)"
  touch "$stamp.new"
  quietly dotnet build "$target" -c $configuration -nologo -v quiet -clp:NoSummary
  mv "$stamp.new" "$stamp"
}

check_sdk
choose_flavour
if $for_cloud; then
  install_packages mosquitto libmosquitto1
  if $build; then build cloud "$root/src/Edge.Cloud/Edge.Cloud.csproj"; fi
  exit 0
fi
# Time zones for schedules; broker and subscriber for run.sh.
runtime_packages=(tzdata mosquitto mosquitto-clients)
if [ "$(flavour)" = system ]; then
  runtime_packages+=(libmosquitto1 libgpiod2 libopencv-core406 libopencv-imgproc406 libopencv-imgcodecs406 libopencv-videoio406)
else
  # The nuget flavour's OpenCV links against GTK.
  runtime_packages+=(libgpiod2 libgtk-3-0)
fi
install_packages "${runtime_packages[@]}"
if [ "$(flavour)" = system ]; then
  setup_onnxruntime
  setup_shim
fi
if $for_tests; then
  # Real peers for the tests: video files and streams, an RTSP server, a compiler for the crash harness.
  # openssl: a TLS client that shows what the broker offers. chromium: the dashboard. postgresql: the cloud's other database (the tests start clusters of
  # their own). xdelta3: makes the deltas of releases ('edgectl release publish' uses it where it is there). rauc, squashfs-tools: images of an operating
  # system, made and looked at.
  install_packages openssl chromium postgresql xdelta3 rauc squashfs-tools ffmpeg gcc libc6-dev coreutils procps mount \
    gstreamer1.0-plugins-base gstreamer1.0-plugins-good libgstrtspserver-1.0-0 gir1.2-gst-rtsp-server-1.0 python3-gi
fi
if $build; then
  if $for_tests; then build everything "$root/Edge.sln" "$root/tests"; else
    build agent "$root/src/Edge.Agent/Edge.Agent.csproj"
    build tool "$root/src/Edge.Tool/Edge.Tool.csproj"
  fi
fi
