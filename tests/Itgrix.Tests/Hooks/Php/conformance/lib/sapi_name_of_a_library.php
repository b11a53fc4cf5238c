<?php
function library_sapi() { return php_sapi_name() . ' ' . PHP_SAPI; }
