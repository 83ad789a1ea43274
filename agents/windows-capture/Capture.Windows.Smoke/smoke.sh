#!/usr/bin/env bash
# Runs the published agent and the driver under Wine against a fake window. What that shows and what not: README.md.
#   WINE_SMOKE=1 agents/windows-capture/Capture.Windows.Smoke/smoke.sh     needs wine and xvfb; takes a minute or two
set -euo pipefail
if [ "${WINE_SMOKE:-}" != 1 ]; then
  echo "skipped: WINE_SMOKE=1 runs it"
  exit 0
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
. "$root/scripts/install.sh"
missing=()
command -v wine >/dev/null 2>&1 || missing+=(wine wine64)
command -v xvfb-run >/dev/null 2>&1 || missing+=(xvfb xauth)
[ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"

work=$(mktemp -d /var/tmp/wine-smoke.XXXXXX)
export WINEPREFIX=$work/prefix WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
trap 'wineserver -k 2>/dev/null || true; wineserver -w 2>/dev/null || true; rm -rf "$work"' EXIT

# Not compiled ahead: Wine 8 cannot map such a program out of a single file.
publish() {
  dotnet publish "$root/agents/windows-capture/$1/$1.csproj" --configuration Release --runtime win-x64 --output "$work/$1" \
    --nologo --verbosity quiet -p:RunAnalyzers=false -p:PublishReadyToRun=false
}
publish Capture.Agent
publish Capture.Windows.Smoke

cat >"$work/all.sh" <<'INNER'
set -uo pipefail
wine wineboot --init >/dev/null 2>&1
echo "$(wine --version)"
wine Capture.Agent/WeChatPlatform.Capture.Agent.exe version </dev/null
agent=$?
echo "agent version: exit code $agent"
wine Capture.Windows.Smoke/WeChatPlatform.Capture.Windows.Smoke.exe uia </dev/null
echo "uia: exit code $? (4 where there is none, as in Wine 8)"
timeout 180 wine Capture.Windows.Smoke/WeChatPlatform.Capture.Windows.Smoke.exe </dev/null
smoke=$?
[ "$agent" = 0 ] && [ "$smoke" = 0 ]
INNER
cd "$work"
# Twice the time that it takes: Wine may hang where Windows does not.
timeout 400 xvfb-run --auto-servernum --server-args='-screen 0 1280x800x24' bash all.sh
