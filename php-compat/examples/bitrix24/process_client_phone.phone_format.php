<?php
/*
 * Client numbers in one format: 8 and 10 digits.
 *   +7 (900) 123-45-67, 79001234567 and 9001234567 become 89001234567; numbers of other countries stay as they are.
 *
 * Change: '8' in the reply, if your CRM has the numbers with '7' or '+7'.
 */
$phone = $params['phone'];
$digits = preg_replace('/[^0-9+]/', '', $phone);

if (preg_match('/^(?:\+?7)?([0-9]{10})$/', $digits, $match)) {
    $phone = '8' . $match[1];
}

return array(
    'state' => 'success',
    'data' => array(
        'phone' => $phone,
    ),
);
