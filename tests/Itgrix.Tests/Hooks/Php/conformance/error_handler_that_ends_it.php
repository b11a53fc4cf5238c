<?php
// also without the bridge
set_error_handler(function ($n, $m) { echo json_encode(array('state' => 'success', 'data' => array('m' => $m)));
 exit(0); });
echo $undefined_thing;
echo 'never';
