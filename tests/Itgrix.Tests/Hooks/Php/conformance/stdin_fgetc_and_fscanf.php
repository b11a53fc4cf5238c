<?php
// also without the bridge
$first = fgetc(STDIN);
fscanf(STDIN, '%5s', $next);
echo json_encode(array('state' => 'success', 'data' => array('first' => $first, 'next' => $next, 'rest' => md5(stream_get_contents(STDIN)))));
