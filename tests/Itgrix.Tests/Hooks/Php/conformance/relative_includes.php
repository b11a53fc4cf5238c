<?php
require __DIR__ . '/lib/version.php';
$once = require_once 'lib/version_once.php';
$again = include_once 'lib/version_once.php';
return array('state' => 'success', 'data' => array('version' => version(), 'once' => $once, 'again' => $again, 'files' => array_map('basename', array_slice(get_included_files(), -2))));
