<?php
// also without the bridge
class F extends php_user_filter { function filter($in, $out, &$c, $closing): int { while ($b = stream_bucket_make_writeable($in)) { $b->data = strtoupper($b->data); $c += $b->datalen; stream_bucket_append($out, $b); } return PSFS_PASS_ON; } }
stream_filter_register('up', 'F'); $r = file_get_contents('php://filter/read=up/resource=data:,abc'); echo json_encode(array('state' => 'success', 'data' => array('r' => $r)));
