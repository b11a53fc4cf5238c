<?php
$input = json_decode(stream_get_contents(STDIN), true);
return array('state' => 'success', 'data' => array('same' => $input === $params, 'web' => file_get_contents('php://input')));
