<?php
// also without the bridge
ob_start();
echo json_encode(array('state' => 'success', 'data' => array('phone' => '1')));
exit;
