<?php
ob_start(function ($text) { return strtoupper($text); });
echo 'something';
ob_end_flush();
output_add_rewrite_var('a', 'b');
return array('state' => 'success', 'data' => array('level' => ob_get_level(), 'implicit' => ini_get('implicit_flush')));
