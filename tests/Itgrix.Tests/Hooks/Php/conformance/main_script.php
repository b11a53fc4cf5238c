<?php
// also without the bridge
$server = $_SERVER;
foreach (array('REQUEST_TIME', 'REQUEST_TIME_FLOAT', 'ITGRIX_PROCESS', 'argv', 'PHP_SELF', 'SCRIPT_NAME', 'SCRIPT_FILENAME', 'PATH_TRANSLATED', '_', 'PWD', 'OLDPWD', 'SHLVL') as $name) {
    unset($server[$name]);
}
ksort($server);
echo json_encode(array('state' => 'success', 'data' => array('file' => __FILE__, 'folder' => __DIR__, 'line' => __LINE__, 'names' => array_map('basename', array($argv[0], $_SERVER['argv'][0], $_SERVER['PHP_SELF'], $_SERVER['SCRIPT_NAME'], $_SERVER['SCRIPT_FILENAME'], $_SERVER['PATH_TRANSLATED'])), 'argc' => $argc, 'count' => $_SERVER['argc'], 'here' => getcwd(), 'server' => $server)));
