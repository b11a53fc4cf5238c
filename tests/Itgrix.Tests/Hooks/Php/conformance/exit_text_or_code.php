<?php
// also without the bridge
// runs by process: exit with a code
$bad = false;
exit($bad ? 2 : json_encode(array('state' => 'success', 'data' => array('phone' => '1'))));
