#!/usr/bin/env bash
# Looks at the agent's PowerShell scripts, and runs them in a PowerShell when there is one. Windows is played by stand-ins.
#   agents/windows-capture/packaging/tests/verify.sh         exit code 77: looked at, but not run
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Windows PowerShell reads a file without the mark as the PC's own code page, which breaks the Chinese texts; to it a curly quote is a quote.
for script in "$here"/../*.ps1 "$here"/*.ps1; do
  [ "$(head -c 3 "$script" | od -An -tx1 | tr -d ' \n')" = efbbbf ] || { echo "$(basename "$script") does not begin with a byte order mark" >&2; exit 1; }
  ! grep -n '[“”„‘’‚‛]' "$script" || { echo "$(basename "$script") has a curly quote" >&2; exit 1; }
done

for shell in pwsh powershell.exe; do
  command -v "$shell" >/dev/null 2>&1 || continue
  script=$here/verify.ps1
  [ "$shell" = pwsh ] || ! command -v wslpath >/dev/null 2>&1 || script=$(wslpath -w "$script")
  exec "$shell" -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "$script"
done
echo "not run: there is neither pwsh nor powershell.exe on the PATH"
exit 77
