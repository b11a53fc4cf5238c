<?php
// also without the bridge
fwrite(STDERR, "a word\n");
file_put_contents('php://stderr', "another\n");
error_log('a third');
echo json_encode(array('state' => 'success', 'data' => array('phone' => '1')));
