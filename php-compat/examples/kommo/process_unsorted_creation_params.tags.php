<?php
/*
 * What comes into "unsorted" gets a tag with the line that the client dialled: the contact and the lead of it.
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
    foreach (array_keys($data['_embedded']['contacts']) as $i) {
        $data['_embedded']['contacts'][$i]['tags'][] = $tags[$trunk];
    }
    foreach (array_keys($data['_embedded']['leads']) as $i) {
        $data['_embedded']['leads'][$i]['tags'][] = array('name' => $tags[$trunk]);
    }
}

return array('state' => 'success', 'data' => $data);
