#!/usr/bin/env bash
# run-tests.sh FOLDER HOW_MANY_AT_ONCE PROJECT...: runs built test projects, each with a log of its own in the folder.
set -uo pipefail
folder=$1
at_once=$2
shift 2
export REQUIRE_TEST_SERVERS=1
for name in "$@"; do
  while [ "$(jobs -rp | wc -l)" -ge "$at_once" ]; do wait -n || true; done
  (
    started=$SECONDS
    timeout --kill-after=10 900 "artifacts/bin/$name/release/WeChatPlatform.$name" >"$folder/$name.log" 2>&1
    code=$?
    echo "$name: $((SECONDS - started)) s, exit code $code"
  ) &
done
wait
