<?php
/*
 * White list: only calls of these extensions are registered in the CRM.
 *
 * Change: $extensions, and $registerMissedInMenu to false if a call that was missed in the voice menu,
 * before it came to any extension, is not to be registered.
 */
$extensions = array('101', '102');
$registerMissedInMenu = true;

$call = $params['call_full'];
if (!$call['conversations']) {
    return array('state' => 'success', 'data' => array('result' => $registerMissedInMenu));
}

$result = false;
foreach ($call['conversations'] as $id => $conversation) {
    // While the call goes on the conversation of this moment counts, at its end any of them.
    if ($call['active_conversation_id'] !== '' && $call['active_conversation_id'] !== (string) $id) {
        continue;
    }
    $channel = $conversation['channel'];
    $extension = $channel['type'] == 'outgoing' ? $channel['from'] : $channel['to'];
    if (in_array($extension['base'], $extensions, true)) {
        $result = true;
    }
}

return array('state' => 'success', 'data' => array('result' => $result));
