<?php
$before = array(libxml_use_internal_errors(), json_last_error(), preg_last_error(), error_get_last());
libxml_use_internal_errors(true);
json_decode('{');
preg_match('/(?:\D+|<\d+>)*[!?]/', 'foobar foobar foobar');
@trigger_error('left');
return array('state' => 'success', 'data' => array('before' => $before));
