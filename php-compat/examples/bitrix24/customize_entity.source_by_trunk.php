<?php
/*
 * A lead or contact that this call created gets its source by the line that the client dialled.
 * For clients who were there before there is nothing to update: empty data.
 *
 * Change: $sources, trunk number => STATUS_ID of the source in the CRM's list and a text of your own.
 */
$sources = array(
    '74951234567' => array('SOURCE_ID' => 'ADVERTISING', 'SOURCE_DESCRIPTION' => 'Billboards, Moscow'),
    '78121234567' => array('SOURCE_ID' => 'WEB', 'SOURCE_DESCRIPTION' => 'Site, Saint Petersburg'),
);

$entity = $params['call_full']['entity'];
$trunk = $params['call_full']['channel']['trunk']['original'];

$data = array();
if ($entity && $entity['is_new'] && isset($sources[$trunk])) {
    $data = $sources[$trunk];
}

return array('state' => 'success', 'data' => $data);
