# Makes what the virtual machine boots: Debian's arm64 kernel, a disk of Debian's arm64 libraries, a disk with the published agent.
# Sourced by deploy/vm-test.sh, which sets: root, cache, and the functions say, fail, quietly, install_packages.

vm_suite=bookworm
# What the agent and the tests need inside; apt brings what these need in turn.
vm_packages=(libc6 libgcc-s1 libstdc++6 libssl3 zlib1g tzdata busybox-static
  libgpiod2 gpiod v4l-utils i2c-tools mosquitto mosquitto-clients libmosquitto1
  libopencv-core406 libopencv-imgproc406 libopencv-imgcodecs406 libopencv-videoio406)
# Modules that the machine loads, those that they need are found.
vm_modules=(virtio_mmio virtio_blk crc32c_generic ext4 vivid i2c-dev uhid hid-cp2112)

# The .NET runtime for arm64 inside a program of Microsoft's that npm has: taken where the package feed lacks the runtime packs.
donor_name=@azure/mcp-linux-arm64 donor_version=2.0.5
donor_sha512=3o771OPZS8eWf1/OW0RXRElhxsh8jDYljLArUhddHJi4uA51ADEeJ9S6pqTe97E0wNJ5eJ4pu3Z2+qNW2xkJjQ==

# apt for arm64, with lists, state and cache of its own: this machine's apt is left alone.
arm64_apt() {
  local apt=$cache/apt
  if [ ! -f "$apt/apt.conf" ]; then
    mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/sources"
    : >"$apt/status"
    cat >"$apt/sources/debian.sources" <<SOURCES
Types: deb
URIs: http://deb.debian.org/debian
Suites: $vm_suite $vm_suite-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://deb.debian.org/debian-security
Suites: $vm_suite-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCES
    cat >"$apt/apt.conf" <<CONF
APT::Architecture "arm64";
APT::Architectures { "arm64"; };
APT::Sandbox::User "root";
Dir::State "$apt";
Dir::State::lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt";
Dir::Cache::archives "$apt/archives";
Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "$apt/sources";
CONF
  fi
  APT_CONFIG=$apt/apt.conf apt-get -q -y --no-install-recommends "$@"
}

# $cache/debian: the packages' files; $cache/kernel: the kernel and its modules; $cache/base.img: the disk of libraries.
build_debian() {
  local stamp=$cache/debian.done wanted
  wanted="$vm_suite ${vm_packages[*]}"
  [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
  say "getting Debian's arm64 kernel and libraries"
  rm -rf "$stamp" "$cache/debian" "$cache/kernel" "$cache/base.img"
  quietly arm64_apt update
  quietly arm64_apt install --download-only "${vm_packages[@]}"
  local kernel
  kernel=$(APT_CONFIG=$cache/apt/apt.conf apt-cache depends linux-image-arm64 | sed -n 's/.*Depends: \(linux-image-[^ ]*\)/\1/p' | head -n 1)
  [ -n "$kernel" ] || fail "Debian $vm_suite names no kernel for arm64"
  (cd "$cache/apt/archives" && quietly arm64_apt download "$kernel")

  mkdir -p "$cache/debian" "$cache/kernel"
  local package
  for package in "$cache"/apt/archives/*.deb; do
    case $(basename "$package") in
      linux-image-*) quietly dpkg-deb -x "$package" "$cache/kernel" ;;
      *) quietly dpkg-deb -x "$package" "$cache/debian" ;;
    esac
  done
  rm -rf "$cache"/apt/archives/*.deb "$cache"/debian/usr/share/{doc,man,locale,info,icons,fonts,mime,perl}
  # Alternatives that a package's installation would link.
  local libraries=$cache/debian/usr/lib/aarch64-linux-gnu library
  for library in "$libraries"/{blas,lapack}/*.so.*; do ln -sf "${library#"$libraries"/}" "$libraries/$(basename "$library")"; done
  say "making the disk of libraries"
  quietly mke2fs -q -t ext4 -O ^has_journal -L base -d "$cache/debian" "$cache/base.img" "$(($(du -sm "$cache/debian" | cut -f1) * 5 / 4 + 64))m"
  echo "$wanted" >"$stamp"
}

# $cache/initramfs.gz: busybox, the modules, the init.
build_initramfs() {
  local version tree=$cache/initramfs
  version=$(basename "$cache"/kernel/lib/modules/*)
  quietly depmod -b "$cache/kernel" "$version"
  rm -rf "$tree"
  mkdir -p "$tree"/{bin,lib/modules/"$version",proc,sys,dev,run,tmp,etc,base,opt/edge,opt/test,var/lib/edge}
  cp "$cache/debian/bin/busybox" "$tree/bin/"
  local module file
  for module in "${vm_modules[@]}"; do
    modprobe -d "$cache/kernel" -S "$version" --show-depends "$module" | sed -n 's/^insmod //p'
  done | sort -u | while read -r file; do
    file=${file#"$cache/kernel"}
    install -D -m 644 "$cache/kernel$file" "$tree$file"
  done
  cp "$cache"/kernel/lib/modules/"$version"/modules.{builtin,order} "$tree/lib/modules/$version/"
  quietly depmod -b "$tree" "$version"
  [ -n "$(find "$tree" -name vivid.ko)" ] || fail "Debian's arm64 kernel $version has no vivid module any more"
  install -m 755 "$root/deploy/vm/guest/init" "$tree/init"
  (cd "$tree" && find . | cpio -o -H newc --quiet | gzip -1) >"$cache/initramfs.gz"
}

# The C parts of the agent for arm64: the binding to OpenCV.
build_native() {
  local native=$root/.edge/native/linux-arm64 link=$cache/link library
  [ -f "$native/libedge_opencv.so" ] && [ -z "$(find "$root/src/Edge.Bindings/OpenCvSharp4/native" -newer "$native/libedge_opencv.so" -print -quit)" ] && return
  [ "$(flavour)" = system ] || return 0
  install_packages libopencv-core-dev libopencv-imgproc-dev libopencv-imgcodecs-dev libopencv-videoio-dev
  say "building the OpenCV binding for arm64"
  mkdir -p "$link"
  for library in core imgproc imgcodecs videoio; do
    ln -sf "$cache/debian/usr/lib/aarch64-linux-gnu/libopencv_$library.so.406" "$link/libopencv_$library.so"
  done
  quietly env CXX=aarch64-linux-gnu-g++ OPENCV_CFLAGS=-I/usr/include/opencv4 OPENCV_LIBDIR="$link" bash "$root/deploy/build-opencv-shim.sh" "$native"
}

# $cache/agent: the agent as published for linux-arm64. Prints how its runtime came about.
build_agent() {
  local agent=$cache/agent project=$root/src/Edge.Agent/Edge.Agent.csproj
  rm -rf "$agent"
  if [ -n "$published" ]; then
    [ -f "$published/edge-agent.dll" ] || fail "no edge-agent.dll in $published"
    cp -r "$published" "$agent"
    agent_runtime="as published in $published"
    [ -f "$agent/edge-agent" ] || build_host "$agent"
    return
  fi
  say "publishing the agent for linux-arm64"
  if dotnet publish "$project" -c Release -r linux-arm64 --self-contained -p:RunAnalyzers=false -o "$agent" -v quiet -nologo >"$cache/publish.log" 2>&1; then
    agent_runtime="the runtime pack of the package feed"
    return
  fi
  grep -q 'NU1101: Unable to find package Microsoft.NETCore.App' "$cache/publish.log" || { cat "$cache/publish.log" >&2; fail "the agent cannot be published for linux-arm64"; }
  quietly dotnet publish "$project" -c Release -r linux-arm64 --self-contained false -p:UseAppHost=false -p:RunAnalyzers=false -o "$agent" -v quiet -nologo
  build_host "$agent"
}

# build_host PUBLISHED: the runtime for arm64, out of a program that Microsoft published with it, and the SDK's class library.
build_host() {
  local donor=$cache/donor-$donor_version tool=$root/deploy/vm/Arm64Host framework version library
  if [ ! -f "$donor" ]; then
    say "the package feed has no runtime for linux-arm64; taking the one in npm's $donor_name $donor_version"
    command -v npm >/dev/null || install_packages npm
    local tarball=$cache/azure-mcp-linux-arm64-$donor_version.tgz
    (cd "$cache" && quietly npm pack --silent "$donor_name@$donor_version")
    [ "$(openssl dgst -sha512 -binary "$tarball" | base64 -w0)" = "$donor_sha512" ] || { rm -f "$tarball"; fail "$donor_name $donor_version is not what it was: its SHA-512 differs"; }
    tar -xzf "$tarball" -C "$cache" package/dist/azmcp
    mv "$cache/package/dist/azmcp" "$donor"
    rm -rf "$tarball" "$cache/package"
  fi
  framework=$(dotnet --list-runtimes | sed -n 's/^Microsoft.NETCore.App \(10\.[^ ]*\) \[\(.*\)\]/\2\/\1/p' | tail -n 1)
  [ -n "$framework" ] || fail "no .NET 10 runtime is installed beside the SDK"
  version=$(basename "$framework") library=$cache/library-$(basename "$framework")
  local run="$tool/bin/Release/net10.0/Arm64Host.dll" precompiled=true
  if ! dotnet build "$tool" -c Release -v quiet -nologo >"$cache/step.log" 2>&1; then
    precompiled=false
    quietly dotnet build "$tool" -c Release -v quiet -nologo -p:Precompile=false
  fi
  if [ ! -d "$library" ]; then
    say "compiling the class library $version for arm64"
    quietly dotnet "$run" library "$donor" "$framework" "$library.il"
    if $precompiled; then precompile "$library.il" "$library.il" "$version"; fi
    mv "$library.il" "$library"
  fi
  if $precompiled; then
    say "compiling the agent for arm64"
    precompile "$library" "$1" "$version"
  fi
  agent_runtime=$(dotnet "$run" host "$donor" "$library" "$1") || fail "no runtime for linux-arm64 could be made"
}

# precompile LIBRARY FOLDER VERSION: code for arm64 beside the IL of what the agent is likely to use in FOLDER, as PublishReadyToRun does.
# The runtime checks that code and falls back to the IL.
precompile() {
  local library=$1 folder=$2 compiler file inputs=()
  compiler=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //')microsoft.netcore.app.crossgen2.linux-x64/$3/tools/crossgen2
  [ -f "$compiler" ] || { say "no compiler for arm64 code of version $3; the machine compiles all of it"; return 0; }
  for file in "$folder"/*.dll; do
    case $(basename "$file") in
      *.VisualBasic.*|System.Private.Xml*|System.Data.*|System.Private.DataContract*|System.Linq.Expressions.dll|System.Linq.*able.dll|mscorlib.dll|netstandard.dll) continue ;;
    esac
    [ "$(stat -c %s "$file")" -lt 40000 ] || inputs+=("$file")
  done
  rm -rf "$cache/code"
  mkdir "$cache/code"
  printf '%s\n' "${inputs[@]}" | nice -n 5 xargs -P 2 -I '{}' \
    sh -c '"$0" "$1" -o "$2/$(basename "$1")" -r "$3/*.dll" -r "$4/*.dll" --targetos linux --targetarch arm64 -O --parallelism 1' "$compiler" '{}' "$cache/code" "$library" "$folder" \
    >"$cache/step.log" 2>&1 || { tail -n 20 "$cache/step.log" >&2; fail "$folder cannot be compiled for arm64"; }
  mv "$cache/code"/*.dll "$folder/"
  rmdir "$cache/code"
}

# $cache/agent.img: the agent and the guest's test files.
build_disks() {
  local tree=$cache/agent-disk
  rm -rf "$tree" "$cache/agent.img"
  mkdir -p "$tree/test"
  mv "$cache/agent" "$tree/edge"
  find "$tree/edge" \( -name '*.pdb' -o -name '*.xml' \) -delete
  cp "$root"/deploy/vm/guest/* "$tree/test/"
  local source
  for source in "$root"/deploy/vm/board/*.c; do
    quietly aarch64-linux-gnu-gcc -O2 -static -Wall -Wextra -Werror -o "$tree/test/$(basename "$source" .c)" "$source"
  done
  quietly mke2fs -q -t ext4 -O ^has_journal -L agent -d "$tree" "$cache/agent.img" "$(($(du -sm "$tree" | cut -f1) * 5 / 4 + 32))m"
}
