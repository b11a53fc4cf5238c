<?php
// also without the bridge
$line = fread(STDIN, 4);
$rest = file_get_contents('php://stdin');
echo json_encode(array('state' => 'success', 'data' => array('line' => $line, 'rest' => $rest)));
