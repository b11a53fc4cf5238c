<?php
set_exception_handler(function ($exception) {
    echo json_encode(array('state' => 'success', 'data' => array('caught' => $exception->getMessage())));
});
throw new RuntimeException('no directory');
