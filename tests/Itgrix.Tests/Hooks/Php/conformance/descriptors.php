<?php
// runs by process: php://fd/1
file_put_contents('php://fd/1', json_encode(array('state' => 'success', 'data' => array('phone' => '1'))));
exit;
