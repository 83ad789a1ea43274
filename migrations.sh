#!/usr/bin/env bash
# Scaffolds an EF migration for one service: ./migrations.sh message AddTakeovers
set -euo pipefail
cd "$(dirname "$0")"
if [ $# -ne 2 ]; then
  echo "usage: ./migrations.sh SERVICE NAME     for example: ./migrations.sh message AddTakeovers" >&2
  exit 2
fi
service=$1
name=$2
project=$(ls services/"$service"/*/*DbContext.cs 2>/dev/null | head -1 | xargs -r dirname)
if [ -z "$project" ]; then
  echo "no service '$service' with a database" >&2
  exit 2
fi
context=$(basename "$(ls "$project"/*DbContext.cs | head -1)" .cs)
dotnet tool restore
dotnet build tools/DesignTime --verbosity quiet
dotnet ef migrations add "$name" --no-build --project "$project" --startup-project tools/DesignTime \
  --context "$context" --output-dir Migrations
