<?php
// also without the bridge
echo "first\n";
flush();
@header('X-A: 1');
echo json_encode(array('state' => 'success', 'data' => array('sent' => headers_sent())));
