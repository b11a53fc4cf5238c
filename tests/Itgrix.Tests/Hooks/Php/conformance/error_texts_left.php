<?php
$before = array(error_get_last(), json_last_error_msg(), preg_last_error(), libxml_get_errors(), libxml_use_internal_errors(), error_reporting(), assert_options(ASSERT_ACTIVE));
json_decode('{'); preg_match('/(?:\D+|<\d+>)*[!?]/', 'foobar foobar foobar');
return array('state' => 'success', 'data' => array('before' => $before));
