# The scenarios; lib.sh says what the words mean. Sourced by play.sh. What each should be read as: captures' README.
OUTSIDE=12025550123

# --- no phones
s_local_originate() {
  ami 'Action: Originate' 'Channel: Local/201@local' 'Context: local' 'Exten: 202' 'Priority: 1' 'Async: true' \
    'CallerID: "Click" <555>'; sleep 1
}
s_local_dial() {
  ami 'Action: Originate' 'Channel: Local/203@local' 'Context: local' 'Exten: 202' 'Priority: 1' 'Async: true'
  sleep 1
}
s_local_originate_busy() {
  ami 'Action: Originate' 'Channel: Local/204@local' 'Context: local' 'Exten: 202' 'Priority: 1' 'Async: true' \
    'Timeout: 5000'; sleep 3
}
s_registration() { for e in 101 102 103; do register $e 3600; done; register 103 0; sleep 0.5; register 103 3600; }

# --- from outside to one person
s_in_answered_caller_ends() { phone 101 ring 1500 answer wait 30000; call $OUTSIDE 2025550101 wait 4000 bye; }
s_in_answered_agent_ends() { phone 101 ring 1500 answer wait 4000 bye; call $OUTSIDE 2025550101 wait 30000; }
s_in_named() {
  phone 101 ring 500 answer wait 30000; CALLER_NAME='Иван: ООО «Ромашка»' call $OUTSIDE 2025550101 wait 2000 bye
}
s_in_no_answer() { phone 101 ring 30000; call $OUTSIDE 2025550101; }
s_in_caller_gives_up() { phone 101 ring 30000; call $OUTSIDE 2025550101 giveup 3000; }
s_in_busy() { phone 101 ring 500 reject 486; call $OUTSIDE 2025550101; }
s_in_declined() { phone 101 ring 1500 reject 603; call $OUTSIDE 2025550101; }
s_in_unknown_number() { call $OUTSIDE 2025550199; }
s_in_unreachable() { register 103 0; call $OUTSIDE 2025550103; }
s_in_hold() {
  phone 101 ring 1000 answer wait 1500 hold wait 2000 unhold wait 1500 bye; call $OUTSIDE 2025550101 wait 30000
}
s_in_redirected() {
  phone 101 ring 500 redirect 102; phone 102 ring 1500 answer wait 30000; call $OUTSIDE 2025550101 wait 3000 bye
}
s_in_hung_up_by_ami() {
  phone 101 ring 1000 answer wait 30000; call $OUTSIDE 2025550101 wait 30000; sleep 3
  ami 'Action: Hangup' "Channel: /^$AST_TECH/101-.*\$/" 'Cause: 16'
}
s_in_group_second_answers() {
  phone 101 ring 30000; phone 102 ring 2000 answer wait 30000; call $OUTSIDE 2025550170 wait 3000 bye
}
s_in_group_no_answer() { phone 101 ring 30000; phone 102 ring 30000; call $OUTSIDE 2025550170; }
s_in_one_after_the_other() {
  phone 101 ring 30000; phone 102 ring 1500 answer wait 30000; call $OUTSIDE 2025550130 wait 3000 bye
}
s_in_picked_up() {
  phone 101 ring 30000; call $OUTSIDE 2025550101 wait 30000; sleep 2; call 103 '*8101' wait 3000 bye
}
s_in_two_at_once() {
  phone 101 ring 1500 answer wait 30000; phone 102 ring 2500 answer wait 5000 bye
  call 12025550123 2025550101 wait 4000 bye; sleep 0.5; call 12025550145 2025550102 wait 30000
}

# --- the voice menu
s_ivr_to_person() {
  phone 101 ring 1500 answer wait 30000; call $OUTSIDE 2025550110 wait 2500 dtmf 1 wait 5000 bye
}
s_ivr_to_person_no_answer() { phone 101 ring 30000; call $OUTSIDE 2025550110 wait 2500 dtmf 1 wait 30000; }
s_ivr_wrong_key_to_queue() {
  phone 101 ring 30000; phone 102 ring 1500 answer wait 30000
  call $OUTSIDE 2025550110 wait 1500 dtmf 7 wait 6000 dtmf 2 wait 5000 bye
}
s_ivr_times_out() { call $OUTSIDE 2025550110 wait 30000; }

# --- queues
s_queue_caller_gives_up() { phone 101 ring 30000; phone 102 ring 30000; call $OUTSIDE 2025550160 wait 4000 bye; }
s_queue_no_one_answers() { phone 101 ring 30000; phone 102 ring 30000; call $OUTSIDE 2025550160 wait 30000; }
s_queue_linear_second_answers() {
  phone 101 ring 30000; phone 102 ring 1500 answer wait 4000 bye; call $OUTSIDE 2025550161 wait 30000
}
s_queue_first_busy() {
  phone 101 ring 300 reject 486; phone 102 ring 1500 answer wait 30000; call $OUTSIDE 2025550161 wait 6000 bye
}

# --- transfers
s_transfer_blind() {
  phone 101 ring 1000 answer wait 2000 refer 102; phone 102 ring 1500 answer wait 30000
  call $OUTSIDE 2025550101 wait 7000 bye
}
s_transfer_blind_no_answer() {
  phone 101 ring 1000 answer wait 2000 refer 102; phone 102 ring 30000; call $OUTSIDE 2025550101 wait 30000
}
s_transfer_blind_to_queue() {
  phone 103 ring 1000 answer wait 2000 refer 600; phone 101 ring 30000; phone 102 ring 1500 answer wait 30000
  call $OUTSIDE 2025550103 wait 7000 bye
}
s_transfer_blind_keys() {
  phone 101 ring 1000 answer wait 2000 dtmf '##' wait 1500 dtmf 102 wait 30000
  phone 102 ring 1500 answer wait 30000
  call $OUTSIDE 2025550101 wait 11000 bye
}
s_transfer_attended_keys() {
  phone 101 ring 1000 answer wait 2000 dtmf '*2' wait 1500 dtmf 102 wait 6000 bye
  phone 102 ring 1500 answer wait 30000
  call $OUTSIDE 2025550101 wait 16000 bye
}
s_transfer_attended_keys_no_answer() {
  phone 101 ring 1000 answer wait 2000 dtmf '*2' wait 1500 dtmf 102 wait 12000 bye; phone 102 ring 30000
  call $OUTSIDE 2025550101 wait 30000
}
s_transfer_by_ami() {
  phone 101 ring 1000 answer wait 30000; phone 102 ring 1500 answer wait 30000
  call $OUTSIDE 2025550101 wait 8000 bye; sleep 3
  ami 'Action: Redirect' "Channel: $(channel trunk)" 'Context: internal' 'Exten: 102' 'Priority: 1'
}
s_parked_and_fetched() {
  phone 101 ring 1000 answer wait 2000 refer 700; call $OUTSIDE 2025550101 wait 30000; sleep 5
  call 102 701 wait 3000 bye
}

# --- from inside
s_internal_answered() { phone 102 ring 1500 answer wait 30000; call 101 102 wait 3000 bye; }
s_internal_no_answer() { phone 102 ring 30000; call 101 102; }
s_out_answered() { phone 0 ring 1500 answer wait 30000; call 101 912025550144 wait 4000 bye; }
s_out_busy() { phone 0 ring 500 reject 486; call 101 912025550144; }
s_out_no_answer() { phone 0 ring 30000; call 101 912025550144; }
s_out_caller_gives_up() { phone 0 ring 30000; call 101 912025550144 giveup 3000; }
s_click_to_call() {
  phone 101 ring 1000 answer wait 30000; phone 0 ring 1500 answer wait 4000 bye
  ami 'Action: Originate' "Channel: $AST_TECH/101" 'Context: internal' 'Exten: 912025550144' 'Priority: 1' \
    'CallerID: "Click" <12025550144>' 'Async: true'
}
s_click_to_call_no_answer() {
  phone 101 ring 30000
  ami 'Action: Originate' "Channel: $AST_TECH/101" 'Context: internal' 'Exten: 912025550144' 'Priority: 1' \
    'Timeout: 4000' 'Async: true'
  sleep 6
}
s_conference() { call 101 800 wait 6000 bye; call 102 800 wait 5000 bye; sleep 1; call 103 800 wait 2000 bye; }

# --- transfers with a second call, to the end and half way
s_transfer_attended() {
  phone 101 ring 1000 answer wait 1500 hold attended 102; phone 102 ring 1500 answer wait 30000
  call $OUTSIDE 2025550101 wait 12000 bye; sleep 3; call 101 102 wait 30000; sleep 4; transfer 101
}
s_transfer_blond() {
  phone 101 ring 1000 answer wait 1500 hold attended 102; phone 102 ring 4500 answer wait 30000
  call $OUTSIDE 2025550101 wait 12000 bye; sleep 3; call 101 102; sleep 2; transfer 101 ringing
}
s_transfer_blond_no_answer() {
  phone 101 ring 1000 answer wait 1500 hold attended 102; phone 102 ring 30000
  call $OUTSIDE 2025550101 wait 30000; sleep 3; call 101 102; sleep 2; transfer 101 ringing
}
s_transfer_blond_keys() {
  phone 101 ring 1000 answer wait 2000 dtmf '*2' wait 1500 dtmf 102 wait 2500 bye
  phone 102 ring 4500 answer wait 30000
  call $OUTSIDE 2025550101 wait 15000 bye
}
s_transfer_blond_keys_no_answer() {
  phone 101 ring 1000 answer wait 2000 dtmf '*2' wait 1500 dtmf 102 wait 2500 bye; local first=${PIDS[-1]}
  phone 102 ring 30000
  call $OUTSIDE 2025550101 wait 25000 bye; await 'Alice hung up' gone "$first"
  phone 101 ring 1500 answer wait 3000 bye
}
s_transfer_ami_blind() {
  phone 101 ring 1000 answer wait 30000; phone 102 ring 1500 answer wait 30000
  call $OUTSIDE 2025550101 wait 8000 bye; sleep 3
  ami 'Action: BlindTransfer' "Channel: $(channel 101)" 'Context: internal' 'Exten: 102'
}
s_transfer_ami_attended() {
  phone 101 ring 1000 answer wait 9000 bye; phone 102 ring 1500 answer wait 30000
  call $OUTSIDE 2025550101 wait 14000 bye; sleep 3
  ami 'Action: Atxfer' "Channel: $(channel 101)" 'Context: internal' 'Exten: 102'
}
s_transfer_attended_keys_client_leaves() {
  phone 101 ring 1000 answer wait 2000 dtmf '*2' wait 1500 dtmf 102 wait 9000 bye
  phone 102 ring 1500 answer wait 30000
  call $OUTSIDE 2025550101 wait 10000 bye
}
s_transfer_attended_client_leaves() {
  phone 101 ring 1000 answer wait 1500 hold wait 30000; phone 102 ring 1500 answer wait 30000
  call $OUTSIDE 2025550101 wait 7000 bye; sleep 3; call 101 102 wait 7000 bye
}
s_out_transferred() {
  phone 0 ring 1500 answer wait 9000 bye; phone 102 ring 1500 answer wait 30000
  call 101 912025550144 wait 2500 refer 102
}

# --- a person's mobile, over the trunk
s_in_forwarded_to_mobile() {
  phone 101 ring 500 redirect 912025550199; phone 0 ring 1500 answer wait 30000
  call $OUTSIDE 2025550101 wait 3000 bye
}
s_in_desk_and_mobile() {
  phone 101 ring 30000; phone 0 ring 2000 answer wait 30000; call $OUTSIDE 2025550120 wait 3000 bye
}

# --- people by way of Local channels
s_in_group_local() {
  phone 101 ring 30000; phone 102 ring 2000 answer wait 30000; call $OUTSIDE 2025550171 wait 3000 bye
}
s_in_group_local_no_answer() { phone 101 ring 30000; phone 102 ring 30000; call $OUTSIDE 2025550171; }
s_in_group_local_optimized() {
  phone 101 ring 30000; phone 102 ring 2000 answer wait 30000; call $OUTSIDE 2025550172 wait 3000 bye
}
s_queue_local_members() {
  phone 101 ring 30000; phone 102 ring 1500 answer wait 30000; call $OUTSIDE 2025550162 wait 5000 bye
}
s_click_to_call_local() {
  phone 101 ring 1000 answer wait 30000; phone 0 ring 1500 answer wait 4000 bye
  ami 'Action: Originate' 'Channel: Local/101@internal/n' 'Context: internal' 'Exten: 912025550144' \
    'Priority: 1' 'CallerID: "Click" <12025550144>' 'Async: true'
}
s_click_to_call_local_no_answer() {
  phone 101 ring 30000
  ami 'Action: Originate' 'Channel: Local/101@internal/n' 'Context: internal' 'Exten: 912025550144' \
    'Priority: 1' 'Timeout: 4000' 'Async: true'
  sleep 6
}
s_click_to_call_local_optimized() {
  phone 101 ring 1000 answer wait 30000; phone 0 ring 1500 answer wait 4000 bye
  ami 'Action: Originate' 'Channel: Local/101@plain' 'Context: plain' 'Exten: 912025550144' 'Priority: 1' \
    'CallerID: "Click" <12025550144>' 'Async: true'
}
s_click_to_call_dial() {
  phone 101 ring 1000 answer wait 30000; phone 0 ring 1500 answer wait 4000 bye
  ami 'Action: Originate' "Channel: $AST_TECH/101" 'Application: Dial' "Data: $(out 12025550144),10,tT" \
    'CallerID: "Click" <12025550144>' 'Async: true'
}
# Whoever plays it makes the call himself.
s_click_by_the_connector() { phone 101 ring 1000 answer wait 30000; phone 0 ring 1500 answer wait 2000 bye; }
s_click_not_taken_by_the_connector() { phone 101 reject 486; }
# So that Itgrix is asked whom to ring: with nobody to ask, Carol.
s_distributed_to_bob() { phone 102 ring 1000 answer wait 30000; call $OUTSIDE 2025550180 wait 1000 bye; }
s_distributed_and_recorded() { phone 102 ring 1000 answer wait 30000; call $OUTSIDE 2025550181 wait 2000 bye; }
s_distributed_to_bob_then_carol() {
  phone 102 ring 30000; phone 103 ring 500 answer wait 30000; call $OUTSIDE 2025550180 wait 1000 bye
}
s_not_distributed() { phone 103 ring 500 answer wait 30000; call $OUTSIDE 2025550180 wait 1000 bye; }

# --- lines and machines
s_out_reserve_trunk() {
  phone 0 reject 503; phone 1 ring 1500 answer wait 30000; call 101 812025550144 wait 4000 bye
}
s_ivr_caller_gives_up() { call $OUTSIDE 2025550110 wait 2500 bye; }
s_queue_nobody_there() { register 101 0; register 102 0; call $OUTSIDE 2025550160 wait 4000 bye; }
s_in_voicemail() { phone 101 ring 30000; call $OUTSIDE 2025550140 wait 9000 bye; }

# --- other names of phones, other programs and dialplans
s_in_picked_up_by_name() {
  phone 101 ring 30000; call $OUTSIDE 2025550101 wait 30000; sleep 2; call carol '*8101' wait 3000 bye
}
s_in_picked_up_for_the_group() {
  phone 101 ring 30000; phone 102 ring 30000; call $OUTSIDE 2025550170 wait 30000; sleep 2; call carol '*8' wait 3000 bye
}
s_parked_and_fetched_by_name() {
  phone 101 ring 1000 answer wait 2000 refer 700; call $OUTSIDE 2025550101 wait 30000; sleep 5
  call carol 701 wait 3000 bye
}
s_out_by_name() { phone 0 ring 1500 answer wait 30000; call carol 912025550144 wait 4000 bye; }
s_agent_logged_in() {
  # Asterisk gives an agent no call in the first five seconds.
  call 101 '*45' wait 20000 bye; sleep 7; call $OUTSIDE 2025550186 wait 2000 bye; sleep 4
  call 12025550145 2025550186 wait 2000 bye
}
s_group_of_freepbx() {
  phone 101 ring 30000; phone 102 ring 2000 answer wait 30000; call $OUTSIDE 2025550183 wait 3000 bye
}
s_followed_and_confirmed() {
  phone 101 ring 30000; phone 0 ring 1000 answer wait 1500 dtmf 1 wait 30000; call $OUTSIDE 2025550184 wait 3000 bye
}
s_followed_not_confirmed() {
  phone 101 ring 30000; phone 0 ring 1000 answer wait 30000; call $OUTSIDE 2025550184
}
s_answered_by_a_bot() { bot; call $OUTSIDE 2025550187 wait 4000 bye; }
s_conference_with_client() {
  call $OUTSIDE 2025550188 wait 8000 bye; sleep 1; call carol 801 wait 5000 bye
}
s_click_by_id() {
  phone 101 ring 1000 answer wait 30000; phone 0 ring 1500 answer wait 4000 bye
  ami 'Action: Originate' 'Channel: Local/3f2a77b0-1c1e-4b52-9d3f-0a1b2c3d4e5f@click/n' 'Context: internal' \
    'Exten: 912025550144' 'Priority: 1' 'Async: true'
}
s_click_client_first() {
  phone 0 ring 1000 answer wait 30000; phone 101 ring 1500 answer wait 4000 bye
  ami 'Action: Originate' 'Channel: Local/s@click/n' 'Context: internal' 'Exten: 101' 'Priority: 1' 'Async: true'
}
