<?php
$curl = curl_init('file://' . __FILE__);
curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
curl_setopt($curl, CURLOPT_TIMEOUT, 1);
$text = curl_exec($curl);
$nobody = curl_init('http://127.0.0.1:1/');
curl_setopt($nobody, CURLOPT_RETURNTRANSFER, true);
curl_exec($nobody);
return array('state' => 'success', 'data' => array('same' => $text === file_get_contents(__FILE__), 'error' => curl_errno($nobody)));
