<?php
// also without the bridge
stream_context_set_default(array('http' => array('timeout' => 1, 'header' => 'X: 1'))); echo json_encode(array('state' => 'success', 'data' => array('o' => stream_context_get_options(stream_context_get_default()), 'w' => array_values(array_diff(stream_get_wrappers(), array())), 'f' => stream_get_filters(), 't' => stream_get_transports())));
