<?php
/*
 * New leads get a tag with the line that the client dialled, and leads from missed calls one more.
 *
 * Change: $tags, trunk number => tag, and $missedTag.
 */
$tags = array(
    '74951234567' => 'Москва',
    '78121234567' => 'Санкт-Петербург',
);
$missedTag = 'Пропущенный';

$data = $params;
unset($data['call_full']);

$trunk = $params['call_full']['channel']['trunk']['original'];
if (isset($tags[$trunk])) {
    $data['_embedded']['tags'][] = array('name' => $tags[$trunk]);
}
if ($params['call_full']['result'] != 200) {
    $data['_embedded']['tags'][] = array('name' => $missedTag);
}

return array('state' => 'success', 'data' => $data);
