<?php
/*
 * An employee's second phone, as FreePBX names it: 99102 is extension 102 in the browser.
 * The CRM knows only 102, so the prefix is taken off before the user is looked for.
 *
 * Change: $prefixes; the extension that remains has 3 or 4 digits.
 */
$prefixes = array('99', '98');

$phone = $params['phone'];
foreach ($prefixes as $prefix) {
    if (preg_match('/^' . $prefix . '([0-9]{3,4})$/', $phone, $match)) {
        $phone = $match[1];
        break;
    }
}

return array('state' => 'success', 'data' => array('phone' => $phone));
