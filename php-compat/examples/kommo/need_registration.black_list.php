<?php
/*
 * Black list: calls from and to these clients are not registered in the CRM.
 *
 * Change: $blackList. Write the numbers as you like, their last 10 digits are compared.
 */
$blackList = array(
    '+7 (916) 111-22-33',
    '84957654321',
);

$channel = $params['call_full']['channel'];
$client = $channel['type'] == 'outgoing' ? $channel['to'] : $channel['from'];

foreach ($blackList as $number) {
    if (last_digits($number) === last_digits($client['original'])) {
        $result = false;
    }
}

// For all other calls $result is not set, and the call is registered as usual.
return array(
    'state' => 'success',
    'data' => array(
        'result' => $result,
    ),
);

function last_digits($number)
{
    return substr(preg_replace('/[^0-9]/', '', $number), -10);
}
