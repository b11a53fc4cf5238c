<?php
/*
 * Click to call: the number is dialled as 8 and its last 10 digits, and calls to some cities go out another way.
 *   +79001234567 is dialled as 89001234567; numbers of other countries and extensions stay as they are.
 *
 * Change: $routes. "begins" is how the number begins after that; "trunk" is put before the number, for a dial plan
 * that chooses the trunk by it; "context" is the context to dial in.
 */
$routes = array(
    array('begins' => '8495', 'trunk' => '1', 'context' => 'from-internal-moscow'),
    array('begins' => '8812', 'trunk' => '2', 'context' => 'from-internal-spb'),
);

$data = $params;
unset($data['request_data']);

$digits = preg_replace('/[^0-9+]/', '', $params['extension']);
if (preg_match('/^(?:\+?7|8)?([0-9]{10})$/', $digits, $match)) {
    $data['extension'] = '8' . $match[1];
}

foreach ($routes as $route) {
    if (strpos($data['extension'], $route['begins']) === 0) {
        $data['extension'] = $route['trunk'] . $data['extension'];
        $data['context'] = $route['context'];
        break;
    }
}

return array('state' => 'success', 'data' => $data);
