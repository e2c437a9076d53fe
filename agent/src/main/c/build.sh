#!/bin/sh
# Compiles the guardian: build.sh OUTPUT. Static where the C library allows it, so that every page it needs is its own and locked.
set -eu
output=$1
source=${0%/*}/guardian.c
compiler=${CC:-cc}
if ! command -v "$compiler" >/dev/null 2>&1; then
    echo "The guardian (agent/src/main/c/guardian.c) needs a C compiler, and '$compiler' was not found." >&2
    echo "Install one:  apt-get install gcc libc6-dev   (Debian, Ubuntu)   |   dnf install gcc glibc-devel   (Fedora, RHEL)" >&2
    exit 1
fi
mkdir -p "${output%/*}"
flags="-std=c17 -O2 -Wall -Wextra -Werror"
if echo 'int main(void) { return 0; }' | "$compiler" -static -x c -o "$output.probe" - 2>/dev/null; then flags="$flags -static"; fi
rm -f "$output.probe"
# shellcheck disable=SC2086 # the flags are words
"$compiler" $flags -o "$output.new" "$source"
mv "$output.new" "$output"
