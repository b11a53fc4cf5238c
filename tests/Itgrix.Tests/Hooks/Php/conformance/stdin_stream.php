<?php
// also without the bridge
$input = json_decode(file_get_contents('php://stdin'), true);
echo json_encode(array('state' => 'success', 'data' => array('phone' => $input['phone'])));
exit(0);
