<?php
// also without the bridge
echo "{\"status\": 255}\n{\"returned\": 1}\n";
echo json_encode(array('state' => 'success', 'data' => array('phone' => '1')));
