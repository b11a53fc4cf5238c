<?php
set_error_handler(function ($level, $text, $file, $line) { throw new ErrorException($text, 0, $level, $file, $line); });
try {
    $a = array(); $b = $a['none'];
} catch (ErrorException $error) {
    return array('state' => 'success', 'data' => array('line' => $error->getLine(), 'file' => basename($error->getFile()), 'trace' => count($error->getTrace())));
}
