<?php
// also without the bridge
ob_start(function ($text) { return str_replace('ONE', '1', $text); });
echo json_encode(array('state' => 'success', 'data' => array('phone' => 'ONE')));
