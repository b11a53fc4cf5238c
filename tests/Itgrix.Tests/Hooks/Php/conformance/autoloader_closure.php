<?php
// runs by process: cannot be read off
spl_autoload_register(function ($class) {
    $file = __DIR__ . '/lib/project/src/' . str_replace('\\', '/', $class) . '.php';
    if (is_file($file)) {
        require $file;
    }
});
return array('state' => 'success', 'data' => array('phone' => Transport::mode()));
