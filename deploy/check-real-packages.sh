#!/usr/bin/env bash
# Compiles the product's sources against the real assemblies of the five packages instead of our bindings,
# to show that the bindings' API is a true subset. Nothing is run: the real assemblies lack their native halves here.
#
#   bash deploy/check-real-packages.sh DIR
#
#   DIR   a folder with OpenCvSharp.dll, Microsoft.ML.OnnxRuntime.dll, MQTTnet.dll, System.Device.Gpio.dll,
#         Iot.Device.Bindings.dll and UnitsNet.dll, built aside from their public sources
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
[ $# = 1 ] || { sed -n '2,8p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//' >&2; exit 2; }
assemblies=$(cd "$1" && pwd)
for name in OpenCvSharp Microsoft.ML.OnnxRuntime MQTTnet System.Device.Gpio Iot.Device.Bindings UnitsNet; do
  [ -f "$assemblies/$name.dll" ] || { echo "check-real-packages: $assemblies has no $name.dll" >&2; exit 2; }
done

# A copy of the sources: the check must not leave its outputs where the real build looks for its own.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$root"/{Directory.Build.props,Directory.Build.targets,Directory.Packages.props,.editorconfig,global.json} "$work"
mkdir "$work/src"
(cd "$root/src" && tar -cf - --exclude=bin --exclude=obj --exclude=Edge.Bindings .) | tar -xf - -C "$work/src"
for project in Edge.Agent Edge.Tool; do
  dotnet build "$work/src/$project" -c Release -nologo -v quiet -p:EdgePackages=assemblies -p:EdgeAssemblies="$assemblies"
  echo "$project compiles against:"
done
for name in OpenCvSharp Microsoft.ML.OnnxRuntime MQTTnet System.Device.Gpio Iot.Device.Bindings; do
  printf '  %s  sha256 %s\n' "$name" "$(sha256sum "$assemblies/$name.dll" | cut -c1-16)"
done
