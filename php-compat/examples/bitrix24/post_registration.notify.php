<?php
/*
 * Sends a message about each registered call to a messenger: POSTs {"text": "..."} to an address.
 * If that fails, it is logged and the call goes on.
 *
 * Change: nothing here; set the environment variable ITGRIX_NOTIFY_URL of the service to the address, for a Telegram
 * bot https://api.telegram.org/bot<token>/sendMessage?chat_id=<chat>. Without it nothing is sent.
 */
$url = getenv('ITGRIX_NOTIFY_URL');
if ($url) {
    notify($url, describe($params['call_full']), 2);
}

return array('state' => 'success');

function describe($call)
{
    $channel = $call['channel'];
    $client = $channel['type'] == 'outgoing' ? $channel['to'] : $channel['from'];
    $text = ucfirst($channel['type']) . ' call: ' . ($client['custom'] != '' ? $client['custom'] : $client['original']);
    if ($call['entity'] && $call['entity']['name'] != '') {
        $text .= ', ' . $call['entity']['name'];
    }

    return $text . ', line ' . $channel['trunk']['original'];
}

function notify($url, $text, $seconds)
{
    $context = stream_context_create(array('http' => array(
        'method' => 'POST',
        'header' => 'Content-Type: application/json',
        'content' => json_encode(array('text' => $text)),
        'timeout' => $seconds,
    )));
    if (@file_get_contents($url, false, $context) === false) {
        $error = error_get_last();
        error_log('post_registration: the message was not sent: ' . $error['message']);
    }
}
