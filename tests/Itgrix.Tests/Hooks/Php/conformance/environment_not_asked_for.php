<?php
// also without the bridge
echo json_encode(array('state' => 'success', 'data' => array('there' => array_key_exists('_ENV', $GLOBALS))));
