<?php
// also without the bridge
ini_set('display_errors', '1');
echo $undefined;
echo json_encode(array('state' => 'success', 'data' => array('phone' => '1')));
