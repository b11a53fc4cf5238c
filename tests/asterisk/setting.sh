#!/bin/bash
# What a setting of env.sh is: setting.sh RUN
. "$(dirname "$0")/env.sh"; printf '%s\n' "${!1}"
