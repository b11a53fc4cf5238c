<?php
$before = array(stream_context_get_options(stream_context_get_default()), stream_get_wrappers(), stream_get_filters(), stream_get_transports());
stream_context_set_default(array('http' => array('method' => 'POST', 'timeout' => 3)));
class UpperFilter extends php_user_filter {}
stream_filter_register('upper.mine', 'UpperFilter');
stream_wrapper_unregister('http');
return array('state' => 'success', 'data' => array('before' => $before));
