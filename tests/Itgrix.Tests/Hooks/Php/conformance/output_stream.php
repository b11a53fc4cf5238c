<?php
// also without the bridge
$output = fopen('php://output', 'w');
fwrite($output, json_encode(array('state' => 'success', 'data' => array('phone' => '1'))));
