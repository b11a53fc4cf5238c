<?php
/*
 * Only calls through these trunks are registered in the CRM.
 *
 * Change: $trunks, the numbers as the connector's settings have them.
 */
$trunks = array('74951234567', '78121234567');

$trunk = $params['call_full']['channel']['trunk'];

return array(
    'state' => 'success',
    'data' => array(
        'result' => in_array($trunk['original'], $trunks, true),
    ),
);
