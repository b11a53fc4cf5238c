<?php
$before = array(mb_internal_encoding(), mb_language(), mb_substitute_character(), mb_detect_order(), mb_http_output(), date_default_timezone_get(), setlocale(LC_ALL, 0), ini_get('default_charset'));
mb_internal_encoding('Windows-1251'); mb_language('Russian'); mb_substitute_character('none'); mb_detect_order('ASCII,UTF-8'); mb_http_output('UTF-8');
date_default_timezone_set('Asia/Tokyo'); setlocale(LC_ALL, 'C.UTF-8', 'en_US.UTF-8'); ini_set('default_charset', 'windows-1251');
return array('state' => 'success', 'data' => array('before' => $before));
