<?php
// also without the bridge
ob_start();
echo json_encode(array('state' => 'success', 'data' => array('text' => str_repeat('x', 6 << 20))));
