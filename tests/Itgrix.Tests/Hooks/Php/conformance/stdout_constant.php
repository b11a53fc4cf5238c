<?php
// also without the bridge
fwrite(STDOUT, "words first\n");
fwrite(STDOUT, json_encode(array('state' => 'success', 'data' => array('phone' => '1'))));
exit;
