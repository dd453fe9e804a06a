#!/bin/sh
# The programs that grading and the tests need beside Python: `make system`.
#
# On Debian and Ubuntu it says what is missing and installs that; elsewhere it prints the names.
# The proxy is JupyterHub's: npm's where npm is, which runs with any Node.js, else Debian's package,
# which brings the Node.js that it needs.
proxy=configurable-http-proxy@5.3.0

have() { command -v "$1" >/dev/null 2>&1; }
have_chromium() { have chromium || have chromium-browser || have google-chrome || have google-chrome-stable; }
have_venv() { "${PYTHON:-/usr/bin/python3}" -c 'import ensurepip, venv' >/dev/null 2>&1; }
says() { grep -Eqs "^(ID|ID_LIKE)=.*$1" "${OS_RELEASE:-/etc/os-release}"; }

missing() {
    have bwrap || echo bubblewrap
    have_chromium || echo chromium
    have configurable-http-proxy || echo configurable-http-proxy
}

wanted=$(missing)
packages= from_npm=
if says debian && have apt-get; then
    have_venv || packages=python3-venv
    have git || packages="$packages git"
    for program in $wanted; do
        case $program in
            chromium) says ubuntu && program=chromium-browser ;;  # its name there, a snap
            configurable-http-proxy)
                if have npm; then from_npm=$proxy; continue; fi
                program=node-configurable-http-proxy ;;
        esac
        packages="$packages $program"
    done
elif [ -n "$wanted" ]; then
    echo "Missing here:" $wanted
    echo "  Fedora   dnf install bubblewrap chromium nodejs-npm && npm install --global $proxy"
    echo "  others   the packages bubblewrap (Linux only) and chromium, and npm's $proxy"
    exit 0
fi

if [ -z "$packages$from_npm" ]; then
    echo "Nothing to install: bubblewrap, Chromium and configurable-http-proxy are here."
    exit 0
fi
set -- $packages
plan="${packages:+apt-get: $*}${packages:+${from_npm:+; }}${from_npm:+npm: $from_npm}"
if [ "$(id -u)" -ne 0 ]; then
    echo "To install ($plan) needs root: sudo make system" >&2
    exit 1
fi

echo "Installing ($plan)"
if [ $# -gt 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # Each by itself: one that cannot be had must not keep the others away.
    for package in "$@"; do
        apt-get install -qq --yes --no-install-recommends "$package"
    done
fi
if [ -n "$from_npm" ]; then
    npm install --global --silent --no-audit --no-fund "$from_npm"
fi
left=$(missing)
if [ -n "$left" ]; then
    echo "Not installed:" $left "(what needs them is not tested)" >&2
    exit 1
fi
