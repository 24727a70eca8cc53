#!/bin/sh
# Runs Chromium (BONGSU_CHROMIUM_PROGRAM) as nobody, who owns nothing but the profile that Playwright made for this run.
# Only root comes here: Chromium's sandbox refuses root, and works for nobody.
set -eu
nobody=65534
for word in "$@"; do
  case $word in
    --user-data-dir=*) chown -R "$nobody:$nobody" "${word#--user-data-dir=}" ;;
  esac
done
exec setpriv --reuid="$nobody" --regid="$nobody" --clear-groups --inh-caps=-all -- "$BONGSU_CHROMIUM_PROGRAM" "$@"
