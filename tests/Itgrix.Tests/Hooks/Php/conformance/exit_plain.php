<?php
// also without the bridge
echo json_encode(array('state' => 'success', 'data' => array('phone' => '1')));
exit;
echo 'never';
