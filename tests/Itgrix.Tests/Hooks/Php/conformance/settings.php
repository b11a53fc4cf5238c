<?php
$before = array(ini_get('precision'), ini_get('memory_limit'), ini_get('default_charset'), ini_get('date.timezone'), ini_get('max_execution_time'));
ini_set('precision', '3');
ini_set('memory_limit', '100M');
ini_set('default_charset', 'KOI8-R');
ini_set('date.timezone', 'Asia/Tokyo');
set_time_limit(77);
set_include_path('/nowhere');
return array('state' => 'success', 'data' => array('before' => $before, 'after' => array(1 / 3, ini_get('max_execution_time'), ini_get('memory_limit'))));
