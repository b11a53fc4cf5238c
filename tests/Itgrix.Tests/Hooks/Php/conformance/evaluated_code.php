<?php
// runs by process: cannot be read off
$code = base64_decode('cmV0dXJuIHBocF9zYXBpX25hbWUoKTs=');
return array('state' => 'success', 'data' => array('phone' => eval($code)));
