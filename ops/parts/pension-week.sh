# Sourced by ops/demo: the pension department of a generated city (`atena generate --pension`), from the records of an earlier system to a report that the Service has processed.
# shellcheck shell=bash
# shellcheck disable=SC2154  # dir, data and log are the demo's
# Two clerks sit at two terminals at once: `pension` enters, `pensionlead` checks. Neither can do both.

pension_clerk() { XDG_RUNTIME_DIR=$dir/run/pension atena pension "$@" </dev/null; }
pension_lead() { XDG_RUNTIME_DIR=$dir/run/pensionlead atena pension "$@" </dev/null; }

# pension_said COMMAND…: what it says, kept in the log as well; the demo ends where it fails.
pension_said() {
    local words
    words=$("$@" 2>&1) || {
        say "$words"
        fail "'${*:1:4}' failed"
    }
    printf '%s\n' "$words" >>"$log"
    printf '%s\n' "$words"
}

# pension_told WORDS…: a line for the visitor.
pension_told() { say "      $*"; }

# pension_words FILE TEXT: what a clerk writes goes by a file, never by an argument.
pension_words() { words_in "$dir/run/$1" "$2"; }

pension_sign_in() {
    local account
    for account in pension pensionlead; do
        mkdir -p "$dir/run/$account"
        XDG_RUNTIME_DIR=$dir/run/$account staff_sign_in "$dir" "$account"
    done
}

# pension_carry_over: the records of the earlier system and the incomes, before the first movement.
pension_carry_over() {
    local kind number code taken released accepted=0 settled=0 held=0 rejected=0 left=0
    local kinds=(basic qualification exemption additional legal-exemption maternity childcare fund claim-old-age claim-disability claim-survivor claim-old-age-welfare)
    # Of whom the hub doesn't give by itself, the department says that it works with them.
    while read -r number; do
        [ "${number#\#}" = "$number" ] || continue
        quietly "$log" atena interest add national-pension "$number" --reason-file "$(pension_words why '年金の記録がある人のため')"
    done <"$data/pension-interest.txt"
    for file in "$data"/shotoku-*.csv; do quietly "$log" atena publish tax-income "$file" --source tax; done
    quietly "$log" atena work --until-idle
    for kind in "${kinds[@]}"; do
        # 3: rows are held or rejected, which the planted faults are there for.
        code=0
        taken=$(pension_clerk import "$kind" "$data/pension-$kind.csv" --json 2>>"$log") || code=$?
        [ "$code" -eq 0 ] || [ "$code" -eq 3 ] || fail "the records ($kind) were not taken in: $code" "its log: $log"
        printf '%s\n' "$taken" >>"$log"
        accepted=$((accepted + $(jq .accepted <<<"$taken"))) held=$((held + $(jq .held <<<"$taken"))) rejected=$((rejected + $(jq .rejected <<<"$taken")))
    done
    for number in $(seq "${#kinds[@]}"); do
        code=0
        released=$(pension_lead import release "$number" --json 2>>"$log") || code=$?
        [ "$code" -eq 0 ] || [ "$code" -eq 3 ] || fail "file $number was not released: $code" "its log: $log"
        settled=$((settled + $(jq .settled <<<"$released"))) left=$((left + $(jq .left <<<"$released")))
    done
    pension_told "taken in by one clerk: $accepted rows, $held held for somebody to find out, $rejected rejected; released by another: $settled receptions, $left left"
    # What is planted to be held: a number of another, an exemption within a fund's membership, and the death of somebody who lives.
    if [ "$settled" -eq 0 ] || [ "$left" -gt 3 ]; then fail "$left receptions could not be released" 'three are planted that a clerk has to find out about'; fi
}

# reception_of TEXT: the number of the reception that a command made.
reception_of() { sed -nE 's/^受付 ([0-9]{4}-[0-9]{6}).*/\1/p' <<<"$1" | head -n 1; }

# pension_accept RECEPTION: another clerk looks at it and accepts it.
pension_accept() {
    pension_said pension_lead notify show "$1" >/dev/null
    pension_said pension_lead notify accept "$1" --despite-doubts >/dev/null
}

# pension_report: one weekly report, from a movement to what the Service answers.
pension_report() {
    local acts proposals chosen person kind reception batch others=0 line text results state medium=$data/medium wrong=()
    acts=$(as_staff "$dir" auditor atena policy history japan-pension-service --json 2>>"$log")
    jq -e '[.acts[] | select(.act == "propose" or .act == "approve") | .account] | unique | length == 2' <<<"$acts" >/dev/null ||
        fail 'the policy for the Japan Pension Service is not in force by two people' "its log: $log"
    pension_told "the policy for the Japan Pension Service is in force: $(jq -r '[.acts[] | select(.act != "enter") | "\(.act) \(.account)"] | join(", ")' <<<"$acts")"
    quietly "$log" pension_clerk proposal make
    proposals=$(pension_clerk proposal list --limit 1000 --json 2>>"$log")
    # A movement that is reported, and of which nothing has to be found out first; one of the files before a birthday.
    chosen=$(jq -c '[.[] | select(.isOpen and (.isHeld | not) and .kind != null and .kind != "change-of-householder" and .kind != "lose-at-60")]
        | sort_by(.kind == "acquire-at-20", .proposal) | first // empty' <<<"$proposals")
    [ -n "$chosen" ] || fail 'no movement of this city calls for a report' 'take another --seed, or more --persons or --days'
    person=$(jq -r .atenabango <<<"$chosen") kind=$(jq -r .kind <<<"$chosen")
    pension_told "the hub has told the pension system of a movement; it proposes: $kind (one of $(jq length <<<"$proposals") proposals)"
    pension_told "$(jq -r '.reasons[0]' <<<"$chosen")"
    reception=$(reception_of "$(pension_said pension_clerk proposal confirm "$(jq .proposal <<<"$chosen")")")
    [ -n "$reception" ] || fail 'the proposal made no reception' "its log: $log"
    ! pension_clerk notify accept "$reception" >>"$log" 2>&1 || fail 'whoever entered it may accept it alone'
    pension_accept "$reception"
    pension_told "reception $reception in the ledger: confirmed by one clerk, who may not accept it; accepted by another"
    # What else the week brought to the counter.
    while IFS=$'\t' read -r -a line; do
        # Who went to work is not reported: the employer does.
        if [ "${line[0]:-}" != 'notify receive' ] || [ "${line[2]}" = '種類: employment-began' ] || [ "$others" -ge 8 ]; then continue; fi
        text=$(pension_said pension_clerk notify receive "${line[1]}" --particulars-file "$(pension_words paper "$(printf '%s\n' "${line[@]:2}")")")
        pension_accept "$(reception_of "$text")"
        others=$((others + 1))
    done <"$data/pension-filings.txt"
    batch=$(pension_said pension_clerk report batch | sed -nE 's/^束 ([0-9]{4}-[0-9]{4}).*/\1/p' | head -n 1)
    [ -n "$batch" ] || fail 'no batch was made' "its log: $log"
    pension_said pension_clerk report close "$batch" --encoding utf-8 >/dev/null
    pension_said pension_lead report release "$batch" >/dev/null
    rm -rf "$medium"
    mkdir -p "$medium"
    pension_said pension_clerk report write "$batch" --out "$medium" >/dev/null
    pension_said pension_clerk report sent "$batch" --details "$(pension_words office '大宮年金事務所　受付')" >/dev/null
    pension_told "batch $batch, closed by one and released by another: $(($(grep -c . "$medium/report-$batch.csv") - 3)) reports on a medium ($(find "$medium" -type f | wc -l) files), handed over"
    results=$data/result-$batch.csv
    # One fault of each kind, from the last report backwards: six reports, and the first is left alone.
    if [ "$others" -ge 6 ]; then wrong=(--plant all); fi
    quietly "$log" atena generate pension-results --medium "$medium/report-$batch.csv" --out "$results" "${wrong[@]}"
    pension_said pension_clerk result import "$results" >/dev/null
    pension_clerk result list --limit 1000 --json >"$results.doubtful.json" 2>>"$log"
    pension_clerk report due --returned --limit 1000 --json >"$results.returned.json" 2>>"$log"
    pension_told "the Service has answered: $(($(grep -c . "$results") - 2)) results, $(jq length "$results.doubtful.json") on the clerks' work lists, $(jq length "$results.returned.json") returned with a reason"
    state=$(pension_clerk ledger list --all --limit 1000 --json 2>>"$log" | jq -r --arg reception "$reception" '.[] | select(.reception == $reception) | .report.state')
    [ "$state" = processed ] || fail "the report of reception $reception is '${state:-nowhere}', not processed" "its log: $log"
    text=$(pension_said pension_clerk person show "$person" --reason 届出 --note-file "$(pension_words note '処理の結果の確認')")
    grep -q "$reception.*処理済み" <<<"$text" || fail "the person's record does not show $reception as processed" "its log: $log"
    pension_told "the person's record shows it: reception $reception, 処理済み"
}
