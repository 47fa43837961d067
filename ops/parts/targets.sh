# Sourced by the checks that ask what a target of Package.swift depends on.
# shellcheck shell=bash

# The stages from below to above. Each has what stands on it in the targets STAGEStand and STAGETests, where it has tests of its own.
# shellcheck disable=SC2034  # used by the checks that source this file
stages='AuditTrail AccessControl Register Sharing LogSealing Oversight Installation'

# dependencies_of DESCRIPTION: each target with each target of ours that it declares, a pair a line; DESCRIPTION is what `swift package dump-package` says.
dependencies_of() { jq -r '.targets[] | .name as $name | .dependencies[] | (.byName // .target // empty)[0] | "\($name) \(.)"' <<<"$1"; }

# reached TARGET DEPENDENCIES: what the target depends on, by however many steps, a line each; DEPENDENCIES as of dependencies_of.
reached() {
    local found=" " waiting=$1 target module next
    while [ -n "$waiting" ]; do
        next=''
        for target in $waiting; do
            while read -r module; do
                if [[ $found == *" $module "* ]]; then continue; fi
                found+="$module "
                next+=" $module"
            done < <(sed -n "s/^$target //p" <<<"$2")
        done
        waiting=$next
    done
    printf '%s' "$found" | tr ' ' '\n' | sed '/^$/d'
}
