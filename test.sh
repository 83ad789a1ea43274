#!/usr/bin/env bash
# Installs what the tests need, builds, runs every test against real RabbitMQ, PostgreSQL and Redis. The last line counts them.
#   ./test.sh              everything
#   ./test.sh Message Edge only the test projects whose names contain one of the words
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. scripts/install.sh

require_sdk
missing=()
has_postgres || missing+=(postgresql)
has_rabbitmq || missing+=(rabbitmq-server)
has_redis || missing+=(redis-server)
command -v promtool >/dev/null 2>&1 || missing+=(prometheus)
[ -x /usr/bin/chromium ] || missing+=(chromium)
fc-list :lang=zh 2>/dev/null | grep -q . || missing+=(fontconfig fonts-noto-cjk)
has_image_tools || missing+=(imagemagick)
has_poppler || missing+=(poppler-utils poppler-data)
has_tesseract || missing+=(tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-eng)
command -v docker-compose >/dev/null 2>&1 || missing+=(docker-compose)
[ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"

work=$(mktemp -d /var/tmp/wechat-test.XXXXXX)
chmod 755 "$work"
compiler=$(basename "$work")
trap 'stop_compiler; rm -rf "$work"' EXIT
passed=0
failed=0
skipped=0

# The compiler of this run, a gigabyte of memory, lives from the first project to the last and not on through the tests.
stop_compiler() {
  local command
  for command in $(grep -lzxe "[-]pipename:$compiler" /proc/[0-9]*/cmdline 2>/dev/null); do
    kill "$(cut -d/ -f3 <<<"$command")" 2>/dev/null || true
  done
}

# check NAME COMMAND...: one check that is no .NET test. Exit code 77: it could not be made here, and counts as skipped.
check() {
  local name=$1 code=0
  shift
  "$@" >"$work/check.log" 2>&1 || code=$?
  case $code in
    0) passed=$((passed + 1)) ;;
    77)
      skipped=$((skipped + 1))
      printf 'SKIPPED %s: %s\n' "$name" "$(tail -1 "$work/check.log")"
      ;;
    *)
      failed=$((failed + 1))
      printf 'FAILED %s\n' "$name"
      tail -20 "$work/check.log"
      ;;
  esac
}

echo "== checks"
for script in run.sh test.sh migrations.sh scripts/*.sh scripts/local-images/*/*.sh agents/windows-capture/*/*.sh agents/windows-capture/*/*/*.sh .ci/run; do
  check "shell syntax of $script" bash -n "$script"
done
check "docker-compose config" env POSTGRES_PASSWORD=check RABBITMQ_PASSWORD=check REDIS_PASSWORD=check EDGE_SIGNING_KEY=check-check-check-check-check-check ATTACHMENT_KEY=check \
  docker-compose config --quiet
check "PowerShell scripts of the agent" agents/windows-capture/packaging/tests/verify.sh

echo "== build"
# No process here, compiler included, runs long enough to earn back what it costs to measure its own code for a better compilation.
export DOTNET_TieredPGO=0
# The same programs that ./run.sh builds, so that EndToEnd, which calls it, has nothing to compile: Release, and no commit in the versions.
# One compiler for all projects, whatever the environment says: started anew for each it would compile its analyzers anew each time.
if ! dotnet build WeChatPlatform.sln -c Release --nologo -v quiet -p:IncludeSourceRevisionInInformationalVersion=false \
  -p:UseSharedCompilation=true -p:SharedCompilationId="$compiler" >"$work/build.log" 2>&1; then
  grep -E 'error|warning' "$work/build.log" | sort -u | head -40
  echo "FAILED build"
  echo "$passed passed, $((failed + 1)) failed"
  exit 1
fi
stop_compiler

selected() {
  [ $# -gt 1 ] || return 0
  local project=$1 word
  shift
  for word in "$@"; do case "$project" in *"$word"*) return 0 ;; esac; done
  return 1
}

# The longest first, so that none of them ends alone; then all others. Two at a time: as many as the smallest machine has cores.
found=$(find . -name '*.csproj' -not -path './artifacts/*' \( -name '*.Tests.csproj' -o -name 'EndToEnd.csproj' \) -exec basename {} .csproj \; | sort)
suites=()
for name in Platform.Tests EndToEnd Compliance.Tests Resilience.Tests Message.Tests Chaos.Tests Messaging.Tests Capture.Tests \
  Rag.Tests LocalServers.Tests Gateway.Tests Ai.Tests $found; do
  case " ${suites[*]} " in *" $name "*) continue ;; esac
  ! selected "$name" "$@" || suites+=("$name")
done

# Real servers, started once; the test kit finds them by their environment variables.
servers=(--data "$work/servers" --postgres --management --redis --fast)
[ "${TEST_CONTAINERS:-}" != 1 ] || servers+=(--containers "${DOCKER_HOST:-}")
echo "== tests"
dotnet artifacts/bin/LocalStack/release/WeChatPlatform.LocalStack.dll "${servers[@]}" -- \
  bash scripts/run-tests.sh "$work" 2 "${suites[@]}"

for name in "${suites[@]}"; do
  # xunit's own summary: Total: 25, Errors: 0, Failed: 1, Skipped: 0, ...
  summary=$(sed 's/\x1b\[[0-9;]*m//g' "$work/$name.log" 2>/dev/null | grep -E 'Total: [0-9]+, Errors:' | tail -1)
  if [ -z "$summary" ]; then
    echo "FAILED $name ended without a summary"
    tail -30 "$work/$name.log" 2>/dev/null
    failed=$((failed + 1))
    continue
  fi
  number() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$summary"; }
  bad=$(($(number Failed) + $(number Errors)))
  passed=$((passed + $(number Total) - $(number Failed) - $(number Skipped)))
  skipped=$((skipped + $(number Skipped)))
  failed=$((failed + bad))
  printf '%-24s %s\n' "$name" "$(sed -E 's/.*(Total:.*)/\1/' <<<"$summary")"
  [ "$bad" = 0 ] || sed 's/\x1b\[[0-9;]*m//g' "$work/$name.log" | grep -A 25 '\[FAIL\]' | head -120 | cut -c1-500
done

if [ "$failed" != 0 ]; then
  echo "== failed"
  for name in "${suites[@]}"; do
    sed 's/\x1b\[[0-9;]*m//g' "$work/$name.log" 2>/dev/null | grep -F '[FAIL]' | cut -c1-300
  done
fi
[ "$skipped" = 0 ] || echo "$skipped checks and tests were skipped: run with their logs to see why"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
