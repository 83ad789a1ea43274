#!/usr/bin/env bash
# Publishes the agent for Windows (win-x64, one file, trimmed) on Linux or Windows; a warning is an error.
#   agents/windows-capture/packaging/publish.sh [FOLDER]     default: artifacts/agent-win-x64
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
out=${1:-$root/artifacts/agent-win-x64}

work=$(mktemp -d)
trap 'rm -rf "$work" "$work.log"' EXIT
# What analyzers say of the source is the business of every other build; what trimming says is of this one.
log=$work.log
dotnet publish "$root/agents/windows-capture/Capture.Agent/Capture.Agent.csproj" --configuration Release --runtime win-x64 \
  --output "$work" --nologo --verbosity quiet -p:RunAnalyzers=false >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
# Known vulnerabilities (NU190x) are news of the day; any other warning ends this.
if grep -v 'NU190[1-4]' "$log" | grep -q 'warning'; then
  cat "$log" >&2
  exit 1
fi

exe=$work/WeChatPlatform.Capture.Agent.exe
[ -s "$exe" ] || { echo "$exe was not published" >&2; exit 1; }
beside=$(find "$work" -mindepth 1 ! -path "$exe" -printf '%f ')
[ -z "$beside" ] || { echo "published beside the program: $beside" >&2; exit 1; }
# Without the manifest clicks land beside what they mean on a magnified screen, and nobody would notice here.
grep -aq PerMonitorV2 "$exe" || { echo "the program has no manifest" >&2; exit 1; }

mkdir -p "$out"
cp "$exe" "$out/agent.exe"
cp "$here"/*.ps1 "$here/agent.example.yaml" "$out/"
(cd "$out" && sha256sum agent.exe ./*.ps1 agent.example.yaml | sed 's# \./# #' >SHA256SUMS)
echo "$out: $(du -h "$out/agent.exe" | cut -f1)"
