<?php
// also without the bridge
$input = json_decode(stream_get_contents(STDIN), true);
echo json_encode(array('state' => 'success', 'data' => array('phone' => $input['phone'], 'rest' => stream_get_contents(STDIN), 'end' => feof(STDIN))));
