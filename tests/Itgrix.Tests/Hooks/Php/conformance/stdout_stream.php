<?php
// also without the bridge
file_put_contents('php://stdout', json_encode(array('state' => 'success', 'data' => array('phone' => '1'))));
