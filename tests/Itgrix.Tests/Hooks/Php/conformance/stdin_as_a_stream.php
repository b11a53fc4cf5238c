<?php
// also without the bridge
$read = array(STDIN);
$write = $except = null;
$meta = stream_get_meta_data(STDIN);
$stat = fstat(STDIN);
echo json_encode(array('state' => 'success', 'data' => array('ready' => stream_select($read, $write, $except, 5), 'kind' => $stat['mode'] & 0170000, 'seekable' => $meta['seekable'], 'type' => $meta['stream_type'], 'wrapper' => $meta['wrapper_type'], 'terminal' => posix_isatty(STDIN))));
