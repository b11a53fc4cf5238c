<?php
// runs by process: exit with a code
$bad = true;
echo json_encode(array('state' => 'success', 'data' => array('phone' => '1')));
exit($bad ? 2 : 'ok');
