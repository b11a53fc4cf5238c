<?php
$before = array(setlocale(LC_ALL, '0'), date_default_timezone_get(), mb_internal_encoding(), mb_language());
setlocale(LC_ALL, 'C.UTF-8', 'C.utf8');
date_default_timezone_set('Asia/Tokyo');
mb_internal_encoding('KOI8-R');
mb_language('ja');
return array('state' => 'success', 'data' => array('before' => $before, 'after' => array(setlocale(LC_ALL, '0'), date('H', 0))));
