<?php
// runs by process: openssl_error_string
$before = openssl_error_string();
openssl_pkey_get_private('no key');
return array('state' => 'success', 'data' => array('before' => $before));
