<?php
$age = microtime(true) - $_SERVER['REQUEST_TIME_FLOAT'];
return array('state' => 'success', 'data' => array('empty' => array($_GET, $_POST, $_COOKIE, $_REQUEST, $_FILES), 'fresh' => $age >= 0 && $age < 1 && abs(time() - $_SERVER['REQUEST_TIME']) < 2, 'path' => getenv('PATH'), 'env' => $_ENV, 'none' => getenv('NO_SUCH_THING')));
