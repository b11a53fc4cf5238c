<?php
// also without the bridge
header('Location: http://example.org');
header('X-A: 1', true, 503);
setcookie('a', 'b');
header_remove('X-A');
echo json_encode(array('state' => 'success', 'data' => array('sent' => headers_sent())));
