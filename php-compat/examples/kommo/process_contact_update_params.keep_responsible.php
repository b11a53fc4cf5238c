<?php
/*
 * A contact keeps its responsible user, whoever took the call: empty data cancels the update.
 * Only contacts of the users below, who are not real people, go to the employee who took the call.
 *
 * Change: $notPeople, user IDs in Kommo.
 */
$notPeople = array('7654300', '7654301');

$contact = $params['call_full']['entity'];
if ($contact && in_array($contact['responsible_id'], $notPeople)) {
    return array(
        'state' => 'success',
        'data' => array(
            'id' => $params['id'],
            'responsible_user_id' => $params['responsible_user_id'],
        ),
    );
}

return array('state' => 'success', 'data' => array());
