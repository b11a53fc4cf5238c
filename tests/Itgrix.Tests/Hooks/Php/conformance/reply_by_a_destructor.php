<?php
// also without the bridge
class P { function __destruct() { echo json_encode(array('state' => 'success', 'data' => array('by' => 'destructor')));
 } }
$p = new P;
