<?php
/*
 * New contacts get a tag with the line that the client dialled.
 *
 * Change: $tags, trunk number => tag.
 */
$tags = array(
    '74951234567' => 'Москва',
    '78121234567' => 'Санкт-Петербург',
);

$data = $params;
unset($data['call_full']);

$trunk = $params['call_full']['channel']['trunk']['original'];
if (isset($tags[$trunk])) {
    $data['tags'][] = $tags[$trunk];
}

return array('state' => 'success', 'data' => $data);
