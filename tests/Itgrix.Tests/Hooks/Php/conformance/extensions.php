<?php
$names = preg_grep('/^(cgi|apache)/', get_loaded_extensions(), PREG_GREP_INVERT);
sort($names);
return array('state' => 'success', 'data' => array('names' => $names));
