#!/usr/bin/env bash
# Installs apt packages that are missing, then the locked Python packages into .venv.
#   install.sh [--dev|--fit] APT_PACKAGE...     --dev: what the tests need too; --fit: and what fits the weights
set -euo pipefail
cd "$(dirname "$0")/../.."
groups=(--no-dev)
case "${1:-}" in
  --dev) groups=(--dev); shift ;;
  --fit) groups=(--dev --group fit); shift ;;
esac

missing=()
for package in "$@"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || { echo "Please install: ${missing[*]}" >&2; exit 1; }
  sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
  echo "Installing ${missing[*]}"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

uv=$(command -v uv || true)
if [ -z "$uv" ]; then
  [ -x .tools/bin/uv ] || { python3 -m venv .tools && .tools/bin/pip install --quiet uv; }
  uv=.tools/bin/uv
fi
# Once the test tools are there, keep them: `make demo` after `make test` must not take them away.
[ -x .venv/bin/pytest ] && [ "${groups[0]}" = --no-dev ] && groups=(--dev)
compgen -G '.venv/lib/python*/site-packages/sklearn' >/dev/null && groups=(--dev --group fit)
# Compiled now, once: every command, worker and test process starts sooner, also where Python may not write its own cache.
"$uv" sync --quiet --frozen --compile-bytecode "${groups[@]}"
.venv/bin/python -m compileall -q pipeline extractors
