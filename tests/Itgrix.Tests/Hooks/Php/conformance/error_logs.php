<?php
$file = tempnam(sys_get_temp_dir(), 'itgrix');
ini_set('error_log', $file);
error_log('to a file');
error_log("sent\n", 3, $file);
$text = file_get_contents($file);
unlink($file);
return array('state' => 'success', 'data' => array('text' => preg_replace('/^\[.*?\] /', '', $text), 'before' => ini_get('log_errors')));
