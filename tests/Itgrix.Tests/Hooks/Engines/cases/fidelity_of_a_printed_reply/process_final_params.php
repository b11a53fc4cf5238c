<?php
$in = json_decode(file_get_contents('php://stdin'), true);
echo json_encode(array('state' => 'success', 'data' => array_diff_key($in, array('beyond_double' => 1))));
