<?php
// runs by process: mb_regex
$before = array(mb_regex_encoding(), mb_regex_set_options());
mb_regex_encoding('EUC-JP'); mb_regex_set_options('i');
return array('state' => 'success', 'data' => array('before' => $before));
