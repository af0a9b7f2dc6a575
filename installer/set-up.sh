# Sourced by demo and test: installs what is missing, says what it does, downloads nothing twice.
# Everything it says goes to standard error; standard output belongs to the program.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$here"

say() { # say RO EN
    case "${LC_ALL:-${LC_MESSAGES:-${LANG:-ro}}}" in
        en*) printf '%s\n' "$2" >&2 ;;
        *) printf '%s\n' "$1" >&2 ;;
    esac
}

stop() { # stop RO EN: one sentence, then the end
    say "$1" "$2"
    exit 5
}

missing_packages() { # names of the listed Debian packages that are not installed
    local name
    while read -r name _; do
        case "$name" in '' | '#'*) continue ;; esac
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q '^install ok installed$' || printf '%s ' "$name"
    done < "$1"
}

install_system_packages() { # install_system_packages LIST
    command -v dpkg-query >/dev/null || stop \
        "Acest pas cunoaște Debian și Ubuntu; pe alte sisteme instalați echivalentele pachetelor din $1." \
        "This step knows Debian and Ubuntu; on other systems install the equivalents of the packages in $1."
    local missing as_root=()
    missing=$(missing_packages "$1")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
            as_root=(sudo -n)
        else
            stop "Lipsesc pachete de sistem. Rulați: sudo apt-get install -y --no-install-recommends $missing" \
                "System packages are missing. Run: sudo apt-get install -y --no-install-recommends $missing"
        fi
    fi
    say "Instalez pachetele de sistem: $missing" "Installing system packages: $missing"
    local log
    log=$(mktemp)
    # shellcheck disable=SC2086
    if ! { "${as_root[@]}" apt-get update -q && DEBIAN_FRONTEND=noninteractive \
        "${as_root[@]}" apt-get install -y -q --no-install-recommends $missing; } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        stop "Pachetele de sistem nu s-au putut instala: verificați rețeaua și sursele apt (jurnal: $log)." \
            "The system packages could not be installed: check the network and the apt sources (log: $log)."
    fi
    rm -f "$log"
}

find_python() { # sets python
    local candidate
    for candidate in python3 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null &&
            "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$candidate
            return
        fi
    done
    stop "Lipsește Python 3.11 sau mai nou (cu modulul venv)." "Python 3.11 or newer (with the venv module) is missing."
}

install_python_packages() { # install_python_packages LOCK
    local lock=$1 stamp log
    find_python
    stamp=".venv/.set-up-$(basename "$lock" .lock)"
    if [ -x .venv/bin/registry-desk ] &&
        [ "$(cat "$stamp" 2>/dev/null)" = "$(cat "$lock" installer/build.lock pyproject.toml | sha256sum)" ]; then
        return 0
    fi
    say "Instalez pachetele Python în .venv (o singură dată, câteva minute)…" \
        "Installing the Python packages into .venv (once, a few minutes)…"
    log=$(mktemp)
    # Sources (python-sane) are built with the locked tools: nothing comes in without a hash.
    if ! {
        [ -x .venv/bin/python ] || "$python" -m venv .venv
        .venv/bin/python -m pip install -q --require-hashes --no-deps -r installer/build.lock &&
            .venv/bin/python -m pip install -q --require-hashes --no-deps --no-build-isolation -r "$lock" &&
            .venv/bin/python -m pip install -q --no-deps --no-build-isolation -e .
    } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        stop "Pachetele Python nu s-au putut instala: verificați rețeaua și rulați din nou (jurnal: $log)." \
            "The Python packages could not be installed: check the network and run again (log: $log)."
    fi
    rm -f "$log"
    cat "$lock" installer/build.lock pyproject.toml | sha256sum > "$stamp"
}
