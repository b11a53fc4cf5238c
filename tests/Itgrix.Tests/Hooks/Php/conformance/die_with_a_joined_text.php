<?php
// also without the bridge
$number = 5;
die("a notice\n" . json_encode(array('state' => 'success', 'data' => array('phone' => "+$number"))) . "\n");
