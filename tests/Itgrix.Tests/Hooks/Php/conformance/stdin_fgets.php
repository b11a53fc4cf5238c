<?php
// also without the bridge
$text = '';
while (($line = fgets(STDIN)) !== false) {
    $text .= $line;
}
echo json_encode(array('state' => 'success', 'data' => array('text' => $text, 'hash' => md5($text))));
