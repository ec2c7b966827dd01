#!/bin/sh
# Makes the virtual environment .venv and installs into it exactly what requirements-dev.txt pins: with uv where there is uv,
# else with pip. PYTHON names an interpreter; without it the first on the PATH that is new enough serves.
set -eu

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

if [ -z "${PYTHON:-}" ]; then
    for PYTHON in python3 python3.14 python3.13 python3.12 python3.11 none; do
        if new_enough "$PYTHON"; then break; fi
    done
elif ! new_enough "$PYTHON"; then
    echo "Dateline needs Python 3.11 or newer, and $PYTHON is not: name another with make setup PYTHON=python3.12." >&2
    exit 1
fi

echo "Installing Dateline's libraries into .venv ..."
if command -v uv >/dev/null; then
    if [ "$PYTHON" = none ]; then PYTHON=3.13; fi # which uv fetches
    new_enough .venv/bin/python || uv venv --quiet --clear --python "$PYTHON" .venv
    uv pip install --quiet --require-hashes --python .venv/bin/python -r requirements-dev.txt
    exit
fi

if [ "$PYTHON" = none ]; then
    echo "Dateline needs Python 3.11 or newer, and none was found:" \
        "install it (Debian: apt-get install python3 python3-venv; macOS: brew install python) and run make again." >&2
    exit 1
fi
if ! new_enough .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    "$PYTHON" -m venv --clear .venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
