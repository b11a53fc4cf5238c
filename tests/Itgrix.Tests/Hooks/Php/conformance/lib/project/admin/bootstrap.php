<?php
// As switchboards' bootstraps do: nothing but the command line may go on without a login.
if (PHP_SAPI != 'cli') {
    header('HTTP/1.0 403 Forbidden');
    die('not from the web');
}
$amp_conf['AMPDBNAME'] = 'asterisk';
