<?php
// also without the bridge
// runs by process: PHP_SAPI
if (PHP_SAPI !== 'cli') {
    die('only for the command line');
}
echo json_encode(array('state' => 'success', 'data' => array('phone' => '1')));
