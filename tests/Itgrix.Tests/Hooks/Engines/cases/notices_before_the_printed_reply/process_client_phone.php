<?php
ini_set('display_errors', 1);
echo $undefined;
$in = json_decode(file_get_contents('php://stdin'), true);
echo "words {here}\n", json_encode(array('data' => array('phone' => $in['phone'] . '1'), 'state' => 'success')), "\nmore\n";
