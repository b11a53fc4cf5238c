<?php
$before = set_error_handler(function ($type, $text) { throw new ErrorException($text); });
try {
    echo $undefined;
} catch (ErrorException $error) {
    $caught = $error->getMessage();
}
return array('state' => 'success', 'data' => array('before' => $before, 'caught' => $caught, 'exceptions' => set_exception_handler(function () { })));
