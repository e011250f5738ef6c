#!/usr/bin/env bash
# Builds libedge_opencv.so, the small C library between the OpenCvSharp binding and the system's OpenCV.
# usage: build-opencv-shim.sh OUTPUT_DIRECTORY
# Needs a C++17 compiler (CXX, default g++) and the development files of OpenCV core, imgproc, imgcodecs and videoio.
# To cross-compile set CXX (for example aarch64-linux-gnu-g++) and, where the headers lie elsewhere, OPENCV_CFLAGS and OPENCV_LIBDIR.
set -euo pipefail

output=${1:?usage: build-opencv-shim.sh OUTPUT_DIRECTORY}
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/../src/Edge.Bindings/OpenCvSharp4/native" && pwd)
cxx=${CXX:-g++}

if [ -z "${OPENCV_CFLAGS:-}" ]; then
    if pkg-config --exists opencv4 2>/dev/null; then
        OPENCV_CFLAGS=$(pkg-config --cflags opencv4)
    elif [ -d /usr/include/opencv4 ]; then
        # Debian's partial installs (core, imgproc, imgcodecs, videoio) come without opencv4.pc.
        OPENCV_CFLAGS=-I/usr/include/opencv4
    else
        echo "build-opencv-shim: OpenCV's headers are not installed (Debian: libopencv-{core,imgproc,imgcodecs,videoio}-dev)" >&2
        exit 1
    fi
fi

mkdir -p "$output"
# Written aside and renamed, so that an interrupted build leaves no half library.
temporary=$(mktemp "$output/.libedge_opencv.XXXXXX")
trap 'rm -f "$temporary"' EXIT
# shellcheck disable=SC2086 # flags are lists of words
"$cxx" -std=c++17 -O2 -fPIC -shared -fvisibility=hidden -Wall -Wextra -Werror \
    $OPENCV_CFLAGS ${OPENCV_LIBDIR:+-L"$OPENCV_LIBDIR"} \
    "$source_dir/edge_opencv.cpp" -o "$temporary" \
    -Wl,--no-undefined -Wl,-z,relro,-z,now -Wl,-soname,libedge_opencv.so \
    -lopencv_videoio -lopencv_imgcodecs -lopencv_imgproc -lopencv_core
chmod 755 "$temporary"
mv "$temporary" "$output/libedge_opencv.so"
