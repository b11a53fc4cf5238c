<?php
register_shutdown_function(function () {
    echo json_encode(array('state' => 'success', 'data' => array('error' => error_get_last() !== null)));
});
undefined_function();
