<?php
// also without the bridge
ob_start();
echo 'never seen';
fwrite(STDOUT, json_encode(array('state' => 'success', 'data' => array('phone' => '1'))));
ob_end_clean();
