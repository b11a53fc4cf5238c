<?php
if (!defined('STDIN') || isset($_SERVER['REMOTE_ADDR']) || isset($_SERVER['REQUEST_METHOD']) || isset($_SERVER['HTTP_HOST'])) {
    header('HTTP/1.1 403 Forbidden');
    exit("command line only\n");
}
return array('state' => 'success', 'data' => array('phone' => count($argv) . (empty($_SERVER['GATEWAY_INTERFACE']) ? 'cli' : 'web'), 'argc' => $_SERVER['argc']));
