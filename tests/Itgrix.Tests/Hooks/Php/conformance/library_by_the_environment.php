<?php
// runs by process: php_sapi_name
$folder = getenv('NO_SUCH_LIBRARY_FOLDER') ?: __DIR__ . '/lib';
include_once "$folder/sapi_name_of_a_library.php";
return array('state' => 'success', 'data' => array('phone' => library_sapi()));
