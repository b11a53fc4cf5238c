<?php
/*
 * An old name, for the numbers of employees and of clients alike. Longer numbers are written with 8.
 */
$phone = $params['phone'];
if (strlen($phone) > 4) {
    $phone = '8' . substr($phone, -10);
}

return array('state' => 'success', 'data' => array('phone' => $phone));
