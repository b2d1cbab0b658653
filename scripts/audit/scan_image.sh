#!/usr/bin/env bash
# Scan the built image with whichever container scanner is installed; says so where none is, or no image was built.
# Usage: scan_image.sh IMAGE
set -euo pipefail
image=$1
if ! docker image inspect "$image" >/dev/null 2>&1; then
  echo "NOT SCANNED: no image $image here (sam build makes one; give its name as IMAGE=...)"
elif command -v trivy >/dev/null; then
  trivy image --severity HIGH,CRITICAL --ignore-unfixed --exit-code 1 "$image"
elif command -v grype >/dev/null; then
  grype "$image" --only-fixed --fail-on high
else
  echo "NOT SCANNED: neither trivy nor grype is installed"
fi
