<?php
/*
 * Written for versions before 3.13: the call was in "call" and "conversation", beside call_full.
 * Incoming calls (type 2) to the secretary (100), and calls that a test line made, are not registered.
 */
if ($params['conversation']['type'] == 2 && $params['conversation']['to'] == '100') {
    return ['state' => 'success', 'data' => ['result' => false]];
}

$test_lines = ['74950000000'];

return [
    'state' => 'success',
    'data' => ['result' => !in_array($params['call']['trunk'], $test_lines)],
];
