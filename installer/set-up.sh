# Sourced by demo and test: installs what is missing, says what it does, downloads nothing twice.
# Everything it says goes to standard error; standard output belongs to the program.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$here"

say() { # say RO EN: in the language the program speaks in this locale
    case "${LANGUAGE:-${LC_ALL:-${LC_MESSAGES:-${LANG:-ro}}}}" in
        ro* | C | C.* | POSIX) printf '%s\n' "$1" >&2 ;;
        *) printf '%s\n' "$2" >&2 ;;
    esac
}

stop() { # stop RO EN: one sentence, then the end
    say "$1" "$2"
    exit 5
}

stop_with_log() { # stop_with_log LOG RO EN: the same; where nobody can look into the log, it is shown
    [ -z "${CI:-}" ] || tail -n 40 "$1" >&2
    stop "$2 (jurnal: $1)." "$3 (log: $1)."
}

missing_packages() { # names of the listed Debian packages that are not installed
    local name
    while read -r name _; do
        case "$name" in '' | '#'*) continue ;; esac
        dpkg-query -W -f='${Status}\n' "$name" 2>/dev/null | grep -q '^install ok installed$' || printf '%s ' "$name"
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
    if ! { "${as_root[@]}" apt-get update -q && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends $missing; } >"$log" 2>&1 </dev/null; then
        stop_with_log "$log" \
            "Pachetele de sistem nu s-au putut instala: verificați rețeaua și sursele apt" \
            "The system packages could not be installed: check the network and the apt sources"
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

wanted() { # wanted LOCK: what .venv must have been made from
    printf '%s\n' "$here" | cat - "$1" installer/build.lock pyproject.toml | sha256sum
}

is_installed() { # is_installed LOCK
    [ -x .venv/bin/registry-desk ] && .venv/bin/python -c '' 2>/dev/null &&
        [ "$(cat ".venv/.set-up-$(basename "$1" .lock)" 2>/dev/null)" = "$(wanted "$1")" ]
}

install_python_packages() { # install_python_packages LOCK
    local lock=$1 log
    find_python
    # The tests' lock holds everything of the program's own.
    if is_installed "$lock" || is_installed installer/requirements-test.lock; then
        return 0
    fi
    [ -w . ] || stop "În dosarul $here nu aveți drept de scriere: luați o copie proprie a programului." \
        "You may not write to the folder $here: take a copy of the program of your own."
    say "Instalez pachetele Python în .venv (o singură dată, câteva minute)…" \
        "Installing the Python packages into .venv (once, a few minutes)…"
    log=$(mktemp)
    # Sources (python-sane) are built with the locked tools: nothing comes in without a hash.
    if ! {
        { .venv/bin/python -m pip --version || "$python" -m venv --clear .venv; } &&
            .venv/bin/python -m pip install -q --require-hashes --no-deps -r installer/build.lock &&
            .venv/bin/python -m pip install -q --require-hashes --no-deps --no-build-isolation -r "$lock" &&
            .venv/bin/python -m pip install -q --no-deps --no-build-isolation -e .
    } >"$log" 2>&1 </dev/null; then
        stop_with_log "$log" "Pachetele Python nu s-au putut instala: verificați rețeaua și rulați din nou" \
            "The Python packages could not be installed: check the network and run again"
    fi
    rm -f "$log"
    wanted "$lock" > ".venv/.set-up-$(basename "$lock" .lock)"
}

compile_program() { # where Python may not write bytecode, each start of ours would compile it anew
    [ ! -w registry_desk ] || .venv/bin/python -m compileall -q registry_desk >&2
}
