<?php
/*
 * What the runtime asks each mode of PHP at its start, run like a hook. Must parse on PHP 5.4.
 * "same" must be the same in both modes, or no file runs warm. From the rest follows what a file must not use there.
 */
$facts = array(
    'params' => $params,
    'stdin' => stream_get_contents(STDIN) . '|' . file_get_contents('php://stdin'),
    'file' => __FILE__,
    'arguments' => array($argv, $argc, $_SERVER['argv'], $_SERVER['SCRIPT_FILENAME']),
    'folder' => getcwd(),
    'request' => array($_GET, $_POST, $_COOKIE, $_REQUEST),
    'levels' => array(ob_get_level(), error_reporting(), umask(), ini_get('memory_limit'), ini_get('precision')),
    'environment' => array_diff_key($_SERVER, array_flip(array('REQUEST_TIME', 'REQUEST_TIME_FLOAT', 'ITGRIX_PROCESS'))),
    'places' => array(get_include_path(), date_default_timezone_get(), setlocale(LC_ALL, '0'), sys_get_temp_dir()),
);
ksort($facts['environment']);
$values = array();
foreach (get_defined_constants() as $name => $value) {
    $values[$name] = is_scalar($value) ? gettype($value) . ' ' . bin2hex((string) $value) : gettype($value);
}
$functions = get_defined_functions();
$folder = getenv('PHP_INI_SCAN_DIR');
$lacking = array_filter(array('pcntl_fork', 'FFI::cdef'), function ($name) { return !is_callable($name); });

return array(
    'version' => PHP_VERSION,
    'ini_file' => php_ini_loaded_file(),
    'ini_files' => array_values(array_filter(array_map('trim', explode(',', (string) php_ini_scanned_files())))),
    'extension_folder' => ini_get('extension_dir'),
    'lacks_for_forks' => $lacking ? implode(' and no ', $lacking) : null,
    'ini_folder' => $folder === false ? PHP_CONFIG_FILE_SCAN_DIR : $folder,
    'disabled' => ini_get('disable_functions'),
    'same' => $facts,
    'functions' => array_values(array_filter($functions['internal'], 'function_exists')),
    'classes' => array_merge(get_declared_classes(), get_declared_interfaces()),
    'constants' => (object) $values,
);
