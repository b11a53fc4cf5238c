<?php
// also without the bridge
// runs by process: exit with a code
$code = 0;
echo json_encode(array('state' => 'success', 'data' => array('phone' => '1')));
exit($code);
