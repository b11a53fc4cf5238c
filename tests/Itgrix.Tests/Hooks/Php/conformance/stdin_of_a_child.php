<?php
// also without the bridge
exec('cat', $lines);
echo json_encode(array('state' => 'success', 'data' => array('lines' => $lines)));
